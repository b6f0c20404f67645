import "server-only";
import { legsOfLink } from "../calls/guest-calls";
import { legsOfSessions } from "../calls/legs-of-session";
import type { LegToEnd } from "../calls/legs-to-end";
import type { EndedSession } from "../identity";
import { logError } from "../log";
import { endLeg } from "./rest";

/**
 * Ends the calls that these sessions, which have just ended, have under way. Takes 5 s at most, and never rejects:
 * nobody stays signed in because the voice network does not answer. What it cannot end is logged.
 */
export async function endCallsOf(sessions: readonly EndedSession[]): Promise<void> {
  try {
    await endLegs(await legsOfSessions(sessions));
  } catch (error) {
    logError("finding the calls of ended sessions", error);
  }
}

/** Ends the calls that guests have under way by a link that was withdrawn. Takes 5 s at most, and never rejects. */
export async function endCallsOfLink(linkId: string): Promise<void> {
  try {
    await endLegs(await legsOfLink(linkId));
  } catch (error) {
    logError("finding the calls of a withdrawn link", error);
  }
}

/** Ends legs of calls. Takes 5 s at most, and never rejects. */
export async function endLegs(legs: readonly LegToEnd[]): Promise<void> {
  await Promise.all(
    legs.map((leg) => endLeg(leg).catch((error: unknown) => logError(`ending call ${leg.callSid}`, error))),
  );
}
