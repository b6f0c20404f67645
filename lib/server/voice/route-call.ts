import "server-only";
import { createCall, type KnownCall, type RoutedCall } from "../calls/create-call";
import { logSecurity } from "../log";
import { decideCall } from "./decide-call";
import { mayTest } from "./may-test";
import { type ReadRequest, readRequest } from "./read-request";
import { takeMessage, takeMessageOf } from "./take-message";
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
export async function routeCall(request: VoiceRequest): Promise<string> {
  const read = await readRequest(request);
  if (!read) return rejectTwiml();
  // The SDK's preflight connects with no parameters at all.
  if (request.To === "" && request.ref === "") return routeTestCall(request, read);
  if (read.existing) return answerAgain(read, request);
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
  if (created) return (await takeMessage(created.row, request.locale)) ?? twimlFor(created, read, request);
  // The same webhook came twice at once, and the other one was quicker.
  const again = await readRequest(request);
  return again ? answerAgain(again, request) : rejectTwiml();
}

/** A test call has no row, since it involves nobody else. It has limits of its own (`mayTest`). */
async function routeTestCall({ From }: VoiceRequest, { caller }: ReadRequest): Promise<string> {
  const address = readVoiceAddress(From);
  if (!address || !(await mayTest(caller.id))) return rejectTwiml();
  return testTwiml(voiceIdentity(address.personId, address.voiceId));
}

async function answerAgain(read: ReadRequest, request: VoiceRequest): Promise<string> {
  const { existing, caller } = read;
  if (!existing) return rejectTwiml();
  const isSameCall = existing.callSid === request.CallSid && existing.callerId === caller.id;
  if (!isSameCall) return rejectTwiml();
  if (existing.rung.length === 0)
    return (await takeMessageOf(existing.callSid, request.locale)) ?? rejectTwiml();
  return twimlFor({ row: existing, devices: existing.rung.toSorted() }, read, request);
}

/**
 * The TwiML follows from the call's rows and from earlier calls of the two people. So a repeated webhook gets the same
 * TwiML, whatever has happened to the call since.
 */
function twimlFor(
  { row, devices }: RoutedCall<KnownCall>,
  { caller, known }: ReadRequest,
  { locale }: VoiceRequest,
): string {
  const { calleeId, ref, anonymous } = row;
  if (calleeId === null || devices.length === 0) return rejectTwiml();
  const identities = devices.map((voiceId) => voiceIdentity(calleeId, voiceId));
  return dialTwiml({ ref, identities, locale, caller: anonymous ? null : { ...caller, known } });
}
