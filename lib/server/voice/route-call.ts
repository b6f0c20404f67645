import "server-only";
import { and, desc, eq, gt, or, sql } from "drizzle-orm";
import { z } from "zod";
import { personIdSchema } from "@/lib/contracts";
import { calls, database, sessions, users } from "@/lib/db";
import { storable } from "@/lib/db/text";
import type { Person } from "../identity";
import { type Decision, decide, withinCallLimit } from "./decide-call";
import { dialTwiml, rejectTwiml, testTwiml } from "./twiml";
import type { VoiceRequest } from "./webhook-params";

type CallRow = typeof calls.$inferSelect;

/**
 * Answers the voice network's question what to do with a call: TwiML. Writes the call's row.
 *
 * The caller is who signed in for the token (`From`); nothing that the calling page sends can change that. The
 * same question again (a repeated webhook, by CallSid) gets the same answer, and no second row. A `ref` names
 * one call: another leg under it is refused, whoever's it is, as none would ask whether it may ring or record it.
 */
export async function answerCall(request: VoiceRequest): Promise<string> {
  const caller = await findCaller(request.From);
  if (!caller) return rejectTwiml();
  // The SDK's preflight connects with no parameters at all.
  if (request.To === "" && request.ref === "") return answerTest(caller);
  const known = await findKnown(request);
  if (known) return answerKnown(known, request, caller);
  const ref = z.uuid().safeParse(request.ref);
  // Without a ref nobody could ask for the row.
  if (!ref.success) return rejectTwiml();
  const decision = await decide(caller, request);
  const row = await insert(request, ref.data, caller, decision);
  if (row) return twimlFor(row, caller);
  // The same question came twice at once, and the other one was quicker.
  const other = await findKnown(request);
  return other ? answerKnown(other, request, caller) : rejectTwiml();
}

/** A test call leaves no row: it is between a person and themselves. It counts against the limit all the same. */
async function answerTest(caller: Person): Promise<string> {
  return (await withinCallLimit(caller.id)) ? testTwiml(caller.id) : rejectTwiml();
}

function answerKnown(row: CallRow, request: VoiceRequest, caller: Person): string {
  const isSameQuestion = row.callSid === request.CallSid && row.callerId === caller.id;
  return isSameQuestion ? twimlFor(row, caller) : rejectTwiml();
}

/** From the row alone, so that a repeated question gets the same answer however far the call has got. */
function twimlFor(row: CallRow, caller: Person): string {
  if (row.evidence === "refused" || row.calleeId === null) return rejectTwiml();
  return dialTwiml({ ref: row.ref, identity: row.calleeId, caller: row.anonymous ? null : caller });
}

async function findKnown(request: VoiceRequest): Promise<CallRow | undefined> {
  const db = await database();
  const ref = z.uuid().safeParse(request.ref);
  const [row] = await db
    .select()
    .from(calls)
    .where(or(eq(calls.callSid, request.CallSid), ref.success ? eq(calls.ref, ref.data) : undefined))
    // The leg that the row is of comes before another one under the same ref.
    .orderBy(desc(eq(calls.callSid, request.CallSid)))
    .limit(1);
  return row;
}

/** Only somebody who is still signed in somewhere: a token outlives "sign out everywhere" by up to 10 min. */
async function findCaller(from: string): Promise<Person | undefined> {
  const identity = personIdSchema.safeParse(from.replace(/^client:/, ""));
  if (!from.startsWith("client:") || !identity.success) return undefined;
  const db = await database();
  const [caller] = await db
    .select({ id: users.id, username: users.username, displayName: users.displayName })
    .from(users)
    .innerJoin(sessions, and(eq(sessions.userId, users.id), gt(sessions.expiresAt, sql`now()`)))
    .where(eq(users.id, identity.data))
    .limit(1);
  return caller;
}

async function insert(request: VoiceRequest, ref: string, caller: Person, decision: Decision) {
  const db = await database();
  const [row] = await db
    .insert(calls)
    .values({
      ref,
      callSid: request.CallSid,
      callerId: caller.id,
      calleeId: decision.calleeId,
      dialed: storable(request.To),
      anonymous: request.anonymous === "1",
      ...(decision.rings ? {} : refusedNow(decision)),
    })
    .onConflictDoNothing()
    .returning();
  return row;
}

function refusedNow({ outcome, refusal }: Exclude<Decision, { rings: true }>) {
  return { outcome, refusal, evidence: "refused" as const, endedAt: sql`now()` };
}
