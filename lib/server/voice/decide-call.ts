import "server-only";
import type { Outcome, Refusal } from "@/lib/contracts";
import { env } from "@/lib/env";
import { logRefusedHit } from "../limits";
import { callingOf } from "../operator/switches";
import type { ReadCaller } from "./read-caller";
import type { ReadGuest } from "./read-guest";
import { callLimit } from "./read-parts";
import { isName, type ReadRequest } from "./read-request";
import type { VoiceRequest } from "./webhook-params";

/**
 * What happens to a new call: it rings devices of `calleeId` (`sessions.voiceId`), or has its outcome at once. Without
 * devices: it rings closed ones by push, and waits for one of them to open.
 */
export type Decision =
  | { readonly rings: true; readonly calleeId: string; readonly devices: readonly string[] }
  | Unreached;

/** A call that does not ring. */
export interface Unreached {
  readonly rings: false;
  readonly calleeId: string | null;
  readonly outcome: Outcome;
  readonly refusal: Refusal | null;
}

/**
 * Decides whether a call rings. Only a username can be called: anything that looks like a number, a SIP address, a
 * conference or a client identity is refused, and never reaches the TwiML.
 */
export function decideCall(request: VoiceRequest, read: ReadCaller): Decision {
  // Of what a guest's page sends nothing counts.
  if (read.kind === "person" && request.anonymous === null) return refused("bad_request");
  // The switch is read at each call, so that a pause holds at once on every instance.
  if (callingOf(read.calling) === "paused") return refused("calling_paused");
  if (!read.isWithinLimit) {
    logRefusedHit(callLimit, read.kind === "guest" ? read.caller.linkId : read.caller.id);
    return refused("too_many_calls");
  }
  if (read.kind === "guest") return decideGuestReach(read);
  const { To: username } = request;
  if (!isName(username)) return refused("not_a_username");
  if (username === read.caller.username) return refused("self");
  return decideReach(request, read);
}

/**
 * The same for a call that has its row already and waits for a device: whether it may still ring, and which devices are
 * there by now. It has been counted, and its parameters have been judged.
 */
export function decideAgain(request: VoiceRequest, read: ReadCaller): Decision {
  const isPaused = callingOf(read.calling) === "paused";
  if (isPaused) return refused("calling_paused");
  return read.kind === "guest" ? decideGuestReach(read) : decideReach(request, read);
}

/** The owner has invited the guest, so it does not matter who else may ring. */
function decideGuestReach(read: ReadGuest): Decision {
  if (!read.callee || !read.caller.linkWorks) return refused("guest_link_over");
  return decideRing(read.callee, read);
}

/** By the callee's rules. All of them come before any push, so that whoever may not ring wakes nobody either. */
function decideReach(request: VoiceRequest, read: ReadRequest): Decision {
  const { callee } = read;
  const anonymous = request.anonymous === "1";
  if (!callee) return refused("unknown_person");
  if (anonymous ? read.refusesAnonymous : read.blocked) return unreached(callee.id, "blocked");
  // The callee lets only known people ring. They get a missed call instead, from which they can allow the caller. An
  // anonymous caller counts as unknown, whoever it is.
  if (anonymous ? callee.callPolicy === "known" : !read.open) return unreached(callee.id, "offline");
  return decideRing(callee, read);
}

/** By where the callee is, and whether they want to be disturbed. */
function decideRing(
  callee: NonNullable<ReadCaller["callee"]>,
  read: Pick<ReadCaller, "devices" | "canBeWoken">,
): Decision {
  // Nobody can reach a suspended person, who looks like somebody who is away.
  if (callee.suspendedAt) return unreached(callee.id, "offline");
  const isClosed = read.devices.length === 0;
  const canWake = read.canBeWoken && env().vapid !== null && !callee.doNotDisturb;
  if (isClosed && !canWake) return unreached(callee.id, "offline");
  // After presence, because the list of people shows "away" before "do not disturb" too.
  if (callee.doNotDisturb) return unreached(callee.id, "busy");
  return { rings: true, calleeId: callee.id, devices: read.devices };
}

function refused(refusal: Refusal): Unreached {
  return { rings: false, calleeId: null, outcome: "failed", refusal };
}

function unreached(calleeId: string, outcome: Outcome): Unreached {
  return { rings: false, calleeId, outcome, refusal: null };
}
