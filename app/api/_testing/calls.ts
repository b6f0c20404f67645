import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { type CallRecord, callRecordSchema } from "@/lib/contracts";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { newCallSid, voiceRequest, webhook } from "./network";
import { identityOf, type TestPerson } from "./people";
import { call, ended } from "./routes";

/** A call as the voice network knows it, with the TwiML that it was given. */
export interface TestCall {
  readonly ref: string;
  readonly callSid: string;
  readonly childSid: string;
  readonly twiml: string;
}

/** Calls `to` as that person's phone does: sends the webhook with which the voice network asks what to do. */
export async function dial(
  caller: TestPerson,
  to: string,
  { anonymous = "0", ref = randomUUID() as string } = {},
): Promise<TestCall> {
  const callSid = newCallSid();
  const form = voiceRequest(await identityOf(caller), { To: to, ref, anonymous }, callSid);
  const response = await webhook("call", form);
  return { ref, callSid, childSid: newCallSid(), twiml: await response.text() };
}

const sequences: Record<string, number> = { initiated: 0, ringing: 1, "in-progress": 2 };

/** The form of a report on the callee's leg, with the present time. `more`: further or other parameters. */
export function statusForm(
  { callSid, childSid }: TestCall,
  status: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    CallSid: childSid,
    ParentCallSid: callSid,
    CallStatus: status,
    CallbackSource: "call-progress-events",
    Direction: "outbound-dial",
    Timestamp: new Date().toUTCString().replace("GMT", "+0000"),
    SequenceNumber: String(sequences[status] ?? 3),
    ...more,
  };
}

/** Sends a report on the callee's leg. */
export async function report(of: TestCall, status: string, more?: Record<string, string>): Promise<void> {
  await webhook("status", statusForm(of, status, more));
}

/** Sends the result of `<Dial>`. */
export async function dialEnded(
  of: TestCall,
  status: string,
  more: Record<string, string> = {},
): Promise<Response> {
  return webhook("dial", { CallSid: of.callSid, CallStatus: "in-progress", DialCallStatus: status, ...more });
}

/** Sends `GET /api/calls/{ref}` as that person. */
export function getCall(person: TestPerson, ref: string, query = ""): Promise<Response> {
  return person.browser.send(call.GET, `/api/calls/${ref}${query}`, {
    context: { params: Promise.resolve({ ref }) },
  });
}

/** The call as that person sees it, checked against the contract. */
export async function recordOf(person: TestPerson, { ref }: Pick<TestCall, "ref">): Promise<CallRecord> {
  return callRecordSchema.parse(await (await getCall(person, ref)).json());
}

/** Sends `POST /api/calls/{ref}/ended` as that person's tab. */
export async function sendEnded(
  { browser, ...person }: TestPerson,
  { ref }: TestCall,
  { tab = person.tab, busy = false } = {},
): Promise<void> {
  const response = await browser.send(ended.POST, `/api/calls/${ref}/ended`, {
    json: { tab, busy },
    context: { params: Promise.resolve({ ref }) },
  });
  expect(response.status).toBe(202);
}

/** The rows with that ref: one, or none. */
export async function rowsOf(ref: string) {
  const db = await database();
  return db.select().from(calls).where(eq(calls.ref, ref));
}

/** The row of a call. */
export async function rowOf({ ref }: Pick<TestCall, "ref">) {
  const [row] = await rowsOf(ref);
  if (!row) throw new Error("no row");
  return row;
}
