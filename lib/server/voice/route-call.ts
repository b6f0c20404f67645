import "server-only";
import type { CallRow } from "@/lib/db";
import { createCall, type KnownCall, type RoutedCall } from "../calls/create-call";
import { endWaking } from "../calls/waking";
import { logSecurity } from "../log";
import { type Around, noRequest } from "./around";
import { decideCall } from "./decide-call";
import { type HeldCall, holdCall } from "./hold-call";
import { holdMs } from "./hold-time";
import { mayTest } from "./may-test";
import { type ReadRequest, readRequest } from "./read-request";
import { dialTwiml, rejectTwiml, testTwiml } from "./twiml";
import { readVoiceAddress, voiceIdentity } from "./voice-identity";
import type { VoiceRequest } from "./webhook-params";

/**
 * Decides what the voice network does with a call: returns TwiML, and writes the call's row.
 *
 * The caller is the person and the device of the token (`From`); nothing that the calling page sends can change that. A
 * repeated webhook (same CallSid) gets the same answer, and no second row. A `ref` names one call: another leg under it
 * is refused, no matter whose it is, because that leg would ring without a decision and without a row of its own.
 */
export async function routeCall(request: VoiceRequest, around: Around = noRequest): Promise<string> {
  const read = await readRequest(request);
  if (!read) return rejectTwiml();
  // The SDK's preflight connects with no parameters at all.
  if (request.To === "" && request.ref === "") return routeTestCall(request, read);
  if (read.existing) return answerAgain(read, request, around);
  // Without a ref no tab could ask for the call's record.
  if (!request.ref) return rejectTwiml();
  const decision = decideCall(request, read);
  const created = await createCall({
    ref: request.ref,
    callSid: request.CallSid,
    callerId: read.caller.id,
    callerSessionId: read.caller.sessionId,
    calleeId: decision.calleeId,
    dialed: request.To,
    anonymous: request.anonymous === "1",
    devices: decision.rings ? decision.devices : [],
    refused: decision.rings ? null : decision,
  });
  if (created?.row.refusal) {
    logSecurity("call_refused", { person: read.caller.id, refusal: created.row.refusal });
  }
  if (created?.row.wakingAt) return wake(request, read, created.row, around);
  if (created) return twimlFor(created, read);
  // The same webhook came twice at once, and the other one was quicker.
  const again = await readRequest(request);
  return again ? answerAgain(again, request, around) : rejectTwiml();
}

/** Rings closed devices of the callee for a new call, and waits for one to open. */
async function wake(request: VoiceRequest, { caller, known }: ReadRequest, row: CallRow, around: Around) {
  const { ref, anonymous, callerEndedAt } = row;
  if (callerEndedAt !== null) {
    // Who has hung up before the webhook came wakes nobody.
    await endWaking(ref, { outcome: "canceled", refusal: null });
    return rejectTwiml();
  }
  const ring = { ref, caller: anonymous ? null : caller, isNew: !known };
  return answerHeld(request, row, { callerSessionId: caller.sessionId, leftMs: holdMs(), ring }, around);
}

/** The answer to a webhook of a call that waits for a device to open. */
async function answerHeld(
  request: VoiceRequest,
  { ref, callerId, calleeId }: KnownCall,
  hold: Pick<HeldCall, "callerSessionId" | "leftMs" | "ring">,
  around: Around,
): Promise<string> {
  if (callerId === null || calleeId === null) return rejectTwiml();
  const read = await holdCall(request, { ref, callerId, calleeId, ...hold }, around);
  return read?.existing
    ? twimlFor({ row: read.existing, devices: read.existing.rung.toSorted() }, read)
    : rejectTwiml();
}

/** A test call has no row, since it involves nobody else. It has limits of its own (`mayTest`). */
async function routeTestCall({ From }: VoiceRequest, { caller }: ReadRequest): Promise<string> {
  const address = readVoiceAddress(From);
  if (!address || !(await mayTest(caller.id))) return rejectTwiml();
  return testTwiml(voiceIdentity(address.personId, address.voiceId));
}

async function answerAgain(read: ReadRequest, request: VoiceRequest, around: Around): Promise<string> {
  const { existing, caller } = read;
  if (!existing) return rejectTwiml();
  const isSameCall = existing.callSid === request.CallSid && existing.callerId === caller.id;
  if (!isSameCall) return rejectTwiml();
  const { outcome, rung, wakingMs } = existing;
  if (wakingMs !== null && outcome === null && rung.length === 0) {
    // Its devices were rung when it was new.
    const hold = { callerSessionId: caller.sessionId, leftMs: holdMs() - wakingMs, ring: null };
    return answerHeld(request, existing, hold, around);
  }
  return twimlFor({ row: existing, devices: rung.toSorted() }, read);
}

/**
 * The TwiML follows from the call's rows and from earlier calls of the two people. So a repeated webhook gets the same
 * TwiML, whatever has happened to the call since.
 */
function twimlFor({ row, devices }: RoutedCall<KnownCall>, { caller, known }: ReadRequest): string {
  const { calleeId, ref, anonymous } = row;
  if (calleeId === null || devices.length === 0) return rejectTwiml();
  const identities = devices.map((voiceId) => voiceIdentity(calleeId, voiceId));
  return dialTwiml({ ref, identities, caller: anonymous ? null : { ...caller, known } });
}
