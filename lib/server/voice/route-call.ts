import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { database, sessions, users } from "@/lib/db";
import { createCall, findExistingCall, type RoutedCall } from "../calls/create-call";
import type { Identity } from "../identity";
import { logSecurity } from "../log";
import { isKnownTo } from "../people/rules";
import { decideCall } from "./decide-call";
import { mayTest } from "./may-test";
import { dialTwiml, rejectTwiml, testTwiml } from "./twiml";
import { readVoiceAddress, voiceIdentity } from "./voice-identity";
import type { VoiceRequest } from "./webhook-params";

/** Who calls, and on which of their devices. */
interface Caller extends Identity {
  readonly sessionId: string;
  readonly identity: string;
}

/**
 * Decides what the voice network does with a call: returns TwiML, and writes the call's row.
 *
 * The caller is the person and the device of the token (`From`); nothing that the calling page sends can change that. A
 * repeated webhook (same CallSid) gets the same answer, and no second row. A `ref` names one call: another leg under it
 * is refused, no matter whose it is, because that leg would ring without a decision and without a row of its own.
 */
export async function routeCall(request: VoiceRequest): Promise<string> {
  const [caller, existing] = await Promise.all([
    findCaller(request.From),
    findExistingCall(request.CallSid, request.ref || null),
  ]);
  if (!caller) return rejectTwiml();
  // The SDK's preflight connects with no parameters at all.
  if (request.To === "" && request.ref === "") return routeTestCall(caller);
  if (existing) return answerAgain(existing, request, caller);
  // Without a ref no tab could ask for the call's record.
  if (!request.ref) return rejectTwiml();
  const decision = await decideCall(caller, request);
  const created = await createCall({
    ref: request.ref,
    callSid: request.CallSid,
    callerId: caller.id,
    callerSessionId: caller.sessionId,
    calleeId: decision.calleeId,
    dialed: request.To,
    anonymous: request.anonymous === "1",
    devices: decision.rings ? decision.devices : [],
    refused: decision.rings ? null : decision,
  });
  if (created?.row.refusal) logSecurity("call_refused", { person: caller.id, refusal: created.row.refusal });
  if (created) return twimlFor(created, caller);
  // The same webhook came twice at once, and the other one was quicker.
  const other = await findExistingCall(request.CallSid, request.ref);
  return other ? answerAgain(other, request, caller) : rejectTwiml();
}

/** A test call has no row, since it involves nobody else. It has limits of its own (`mayTest`). */
async function routeTestCall({ id, identity }: Caller): Promise<string> {
  return (await mayTest(id)) ? testTwiml(identity) : rejectTwiml();
}

async function answerAgain(call: RoutedCall, request: VoiceRequest, caller: Caller): Promise<string> {
  const isSameCall = call.row.callSid === request.CallSid && call.row.callerId === caller.id;
  return isSameCall ? twimlFor(call, caller) : rejectTwiml();
}

/**
 * The TwiML follows from the call's rows and from earlier calls of the two people. So a repeated webhook gets the same
 * TwiML, whatever has happened to the call since.
 */
async function twimlFor({ row, devices }: RoutedCall, caller: Caller): Promise<string> {
  const { id, calleeId, ref, anonymous } = row;
  if (calleeId === null || devices.length === 0) return rejectTwiml();
  const identities = devices.map((voiceId) => voiceIdentity(calleeId, voiceId));
  const shown = anonymous ? null : { ...caller, known: await isKnownTo(calleeId, caller.id, id) };
  return dialTwiml({ ref, identities, caller: shown });
}

/**
 * The person of a `From`, while the session in it lasts: a token outlives its session by up to 10 min, and a Device that
 * registered with it does so too.
 */
async function findCaller(from: string): Promise<Caller | undefined> {
  const address = readVoiceAddress(from);
  if (!address) return undefined;
  const db = await database();
  const [caller] = await db
    .select({
      id: users.id,
      username: users.username,
      displayName: users.displayName,
      sessionId: sessions.id,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.voiceId, address.voiceId),
        eq(sessions.userId, address.personId),
        gt(sessions.expiresAt, sql`now()`),
        isNull(users.suspendedAt),
      ),
    );
  return caller && { ...caller, identity: voiceIdentity(address.personId, address.voiceId) };
}
