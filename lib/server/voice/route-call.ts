import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { personIdSchema } from "@/lib/contracts";
import { type CallRow, database, sessions, users } from "@/lib/db";
import { createCall, findExistingCall } from "../calls/create-call";
import type { Identity } from "../identity";
import { isKnownTo } from "../people/rules";
import { decideCall, withinCallLimit } from "./decide-call";
import { dialTwiml, rejectTwiml, testTwiml } from "./twiml";
import type { VoiceRequest } from "./webhook-params";

/**
 * Decides what the voice network does with a call: returns TwiML, and writes the call's row.
 *
 * The caller is the person of the token (`From`); nothing that the calling page sends can change that. A repeated
 * webhook (same CallSid) gets the same answer, and no second row. A `ref` names one call: another leg under it is
 * refused, no matter whose it is, because that leg would ring without a decision and without a row of its own.
 */
export async function routeCall(request: VoiceRequest): Promise<string> {
  const caller = await findCaller(request.From);
  if (!caller) return rejectTwiml();
  // The SDK's preflight connects with no parameters at all.
  if (request.To === "" && request.ref === "") return routeTestCall(caller);
  const existing = await findExistingCall(request.CallSid, request.ref || null);
  if (existing) return answerAgain(existing, request, caller);
  // Without a ref no tab could ask for the call's record.
  if (!request.ref) return rejectTwiml();
  const decision = await decideCall(caller, request);
  const created = await createCall({
    ref: request.ref,
    callSid: request.CallSid,
    callerId: caller.id,
    calleeId: decision.calleeId,
    dialed: request.To,
    anonymous: request.anonymous === "1",
    refused: decision.rings ? null : decision,
  });
  if (created) return twimlFor(created, caller);
  // The same webhook came twice at once, and the other one was quicker.
  const other = await findExistingCall(request.CallSid, request.ref);
  return other ? answerAgain(other, request, caller) : rejectTwiml();
}

/** A test call has no row, since it involves nobody else. It counts against the caller's limit all the same. */
async function routeTestCall(caller: Identity): Promise<string> {
  return (await withinCallLimit(caller.id)) ? testTwiml(caller.id) : rejectTwiml();
}

async function answerAgain(row: CallRow, request: VoiceRequest, caller: Identity): Promise<string> {
  const isSameCall = row.callSid === request.CallSid && row.callerId === caller.id;
  return isSameCall ? twimlFor(row, caller) : rejectTwiml();
}

/**
 * The TwiML follows from the row and from what was before it, so that a repeated webhook gets the same however far the
 * call has got.
 */
async function twimlFor(row: CallRow, caller: Identity): Promise<string> {
  const { calleeId } = row;
  if (row.evidence === "refused" || calleeId === null) return rejectTwiml();
  const shown = row.anonymous ? null : { ...caller, known: await isKnownTo(calleeId, caller.id, row.id) };
  return dialTwiml({ ref: row.ref, identity: calleeId, caller: shown });
}

/** The person of a `From`, if still signed in on a device: a token outlives "sign out everywhere" by up to 10 min. */
async function findCaller(from: string): Promise<Identity | undefined> {
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
