import "server-only";
import type { ReadCall } from "./change-call";
import type { CallFacts } from "./facts";

/** A leg that the voice network is to end. */
export interface LegToEnd {
  readonly callSid: string;
  /** `canceled` ends a leg only if it has not been answered. */
  readonly status: "completed" | "canceled";
}

/**
 * The legs that must be ended after a report has been applied.
 *
 * - A leg whose device has been signed out, and the caller's leg if the caller's device has been. The network may not have
 *   reported the leg yet when the session ended.
 * - All legs that ring when the person has declined on one: on Twilio a decline counts for all devices of one identity,
 *   and each of our devices has its own. They are canceled and not completed, since one of them may be answering.
 */
export function legsToEnd(
  call: ReadCall,
  after: CallFacts,
  report: { readonly callSid: string; readonly leg: string | null; readonly legSid: string | null },
): LegToEnd[] {
  if (after.finalStatus !== null) return [];
  if (!call.callerIsSignedIn) return [{ callSid: report.callSid, status: "completed" }];
  const open = new Set(after.legs.filter((leg) => leg.finalStatus === null).map((leg) => leg.voiceId));
  return call.legs.flatMap(({ voiceId, isSignedIn, ...leg }): LegToEnd[] => {
    const callSid = voiceId === report.leg ? report.legSid : leg.callSid;
    if (callSid === null || !open.has(voiceId)) return [];
    if (!isSignedIn) return [{ callSid, status: "completed" }];
    return after.outcome === "declined" ? [{ callSid, status: "canceled" }] : [];
  });
}
