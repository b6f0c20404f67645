import { randomUUID } from "node:crypto";
import { type CallRecord, callRecordSchema } from "@/lib/contracts";
import { newCallSid, voiceRequest, webhook } from "./network";
import { identityOf, type TestPerson } from "./people";
import { call } from "./routes";

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
