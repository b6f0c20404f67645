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
import { isTheirs, type ReadCaller, readCaller } from "./read-caller";
import type { ReadRequest } from "./read-request";
import { takeMessage, takeMessageOf } from "./take-message";
import { dialTwiml, type InvitingCaller, rejectTwiml, testTwiml } from "./twiml";
import { readVoiceAddress, voiceIdentity } from "./voice-identity";
import type { VoiceRequest } from "./webhook-params";

/**
 * Decides what the voice network does with a call: returns TwiML, and writes the call's row.
 *
 * The caller is the person and the device of the token, or the guest (`From`); nothing that the calling page sends can change
 * that. A
 * repeated webhook (same CallSid) gets the same answer, and no second row. A `ref` names one call: another leg under it
 * is refused, no matter whose it is, because that leg would ring without a decision and without a row of its own.
 */
export async function routeCall(request: VoiceRequest, around: Around = noRequest): Promise<string> {
  const read = await readCaller(request);
  if (!read) return rejectTwiml();
  // The SDK's preflight connects with no parameters at all.
  const isTest = request.To === "" && request.ref === "";
  if (isTest) return read.kind === "person" ? routeTestCall(request, read) : rejectTwiml();
  if (read.existing) return answerAgain(read, request, around);
  // Without a ref no tab could ask for the call's record.
  if (!request.ref) return rejectTwiml();
  const decision = decideCall(request, read);
  const created = await createCall({
    ref: request.ref,
    callSid: request.CallSid,
    ...callerColumns(read, request),
    calleeId: decision.calleeId,
    devices: decision.rings ? decision.devices : [],
    refused: decision.rings ? null : decision,
  });
  if (created?.row.refusal) {
    const who = read.kind === "person" ? { person: read.caller.id } : { guestLink: read.caller.linkId };
    logSecurity("call_refused", { ...who, refusal: created.row.refusal });
  }
  if (created?.row.wakingAt) return wake(request, read, created.row, around);
  if (created) return (await takeMessage(created.row, request.locale)) ?? twimlFor(created, read, request);
  // The same webhook came twice at once, and the other one was quicker.
  const again = await readCaller(request);
  return again ? answerAgain(again, request, around) : rejectTwiml();
}

/** Rings closed devices of the callee for a new call, and waits for one to open. */
async function wake(request: VoiceRequest, read: ReadCaller, row: CallRow, around: Around) {
  const { ref, anonymous, callerEndedAt } = row;
  if (callerEndedAt !== null) {
    // Who has hung up before the webhook came wakes nobody.
    await endWaking(ref, { outcome: "canceled", refusal: null });
    return rejectTwiml();
  }
  const isNew = read.kind === "person" && !read.known;
  const ring = { ref, caller: anonymous ? null : shownCaller(read), isNew };
  return answerHeld(request, row, { callerSessionId: sessionOf(read), leftMs: holdMs(), ring }, around);
}

/** The answer to a webhook of a call that waits for a device to open. */
async function answerHeld(
  request: VoiceRequest,
  { ref, callerId, calleeId }: KnownCall,
  hold: Pick<HeldCall, "callerSessionId" | "leftMs" | "ring">,
  around: Around,
): Promise<string> {
  if (calleeId === null) return rejectTwiml();
  const read = await holdCall(request, { ref, callerId, calleeId, ...hold }, around);
  return read?.existing ? answerFor(read.existing, read, request) : answerUnreached(request);
}

/** A test call has no row, since it involves nobody else. It has limits of its own (`mayTest`). */
async function routeTestCall({ From }: VoiceRequest, { caller }: ReadRequest): Promise<string> {
  const address = readVoiceAddress(From);
  if (!address || !(await mayTest(caller.id))) return rejectTwiml();
  return testTwiml(voiceIdentity(address.personId, address.voiceId));
}

async function answerAgain(read: ReadCaller, request: VoiceRequest, around: Around): Promise<string> {
  const { existing } = read;
  if (!existing) return rejectTwiml();
  const isSameCall = existing.callSid === request.CallSid && isTheirs(read);
  if (!isSameCall) return rejectTwiml();
  const { outcome, rung, wakingMs } = existing;
  if (wakingMs !== null && outcome === null && rung.length === 0) {
    // Its devices were rung when it was new.
    const hold = { callerSessionId: sessionOf(read), leftMs: holdMs() - wakingMs, ring: null };
    return answerHeld(request, existing, hold, around);
  }
  return answerFor(existing, read, request);
}

/** The answer for a call that has its row already. */
async function answerFor(
  existing: NonNullable<ReadCaller["existing"]>,
  read: ReadCaller,
  request: VoiceRequest,
): Promise<string> {
  if (existing.rung.length === 0) return answerUnreached(request);
  return twimlFor({ row: existing, devices: existing.rung.toSorted() }, read, request);
}

/** The answer for a call that rings no device: voicemail takes it, or it ends. */
async function answerUnreached({ CallSid, locale }: VoiceRequest): Promise<string> {
  return (await takeMessageOf(CallSid, locale)) ?? rejectTwiml();
}

/**
 * The TwiML follows from the call's rows and from earlier calls of the two people. So a repeated webhook gets the same
 * TwiML, whatever has happened to the call since.
 */
function twimlFor(
  { row, devices }: RoutedCall<KnownCall>,
  read: ReadCaller,
  { locale }: VoiceRequest,
): string {
  const { calleeId, ref, anonymous } = row;
  if (calleeId === null || devices.length === 0) return rejectTwiml();
  const identities = devices.map((voiceId) => voiceIdentity(calleeId, voiceId));
  return dialTwiml({ ref, identities, locale, caller: anonymous ? null : invitedBy(read, row) });
}

/** What the invite says of the caller. A guest who changes their name keeps it in a call that has begun. */
function invitedBy(read: ReadCaller, { guestName }: KnownCall): InvitingCaller {
  if (read.kind === "guest") return { displayName: guestName ?? read.caller.name, username: null };
  return { ...read.caller, known: read.known };
}

/** Who calls, as the callee may know it. */
function shownCaller(read: ReadCaller) {
  if (read.kind === "guest") return { displayName: read.caller.name, username: null };
  return read.caller;
}

function sessionOf(read: ReadCaller): string | null {
  return read.kind === "person" ? read.caller.sessionId : null;
}

/** The columns of who calls and what they asked for. A guest asks for nobody: the link says whom it calls. */
function callerColumns(read: ReadCaller, request: VoiceRequest) {
  if (read.kind === "guest") {
    const { linkId, name, once } = read.caller;
    const guest = { guestLinkId: linkId, guestName: name, once };
    return { callerId: null, callerSessionId: null, ...guest, dialed: "", anonymous: false };
  }
  return {
    callerId: read.caller.id,
    callerSessionId: read.caller.sessionId,
    guestLinkId: null,
    guestName: null,
    once: false,
    dialed: request.To,
    anonymous: request.anonymous === "1",
  };
}
