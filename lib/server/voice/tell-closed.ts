import "server-only";
import { noteGuessedEnd, takeGuessedEnds } from "../calls/guessed-ends";
import { tellableCall } from "../calls/waking";
import { logError } from "../log";
import { overMessage, type PushedRing, ringMessage, topicOf } from "../push/call-messages";
import { pushTo } from "../push/send";

/** How long (s) a push service keeps the news of a missed call for a device that is off. */
const missedSeconds = 24 * 60 * 60;
/** The same for the news that there is nothing to answer any more, which only takes a notification away. */
const overSeconds = 60;

/** Rings the closed devices of a person, for `waitMs`. Resolves to how many push services took the message. Never rejects. */
export function ringClosed(calleeId: string, call: PushedRing, waitMs: number): Promise<number> {
  const until = Date.now() + waitMs;
  return pushTo(calleeId, (locale) => ringMessage(call, until, locale), {
    ttlSeconds: Math.ceil(waitMs / 1_000),
    urgency: "high",
    topic: topicOf(call.ref),
  });
}

/**
 * Tells the closed devices that were rung for a call that nobody has to open one any more: it was missed, or answered or
 * declined on one of them. Does nothing for a call that has rung none.
 */
export async function tellClosedOver(call: { ref: string } | { callSid: string }): Promise<void> {
  const told = await tellableCall(call);
  if (!told) return;
  const { ref, calleeId, missed } = told;
  await pushTo(calleeId, (locale) => overMessage(told, missed, locale), {
    ttlSeconds: missed ? missedSeconds : overSeconds,
    urgency: "high",
    topic: topicOf(ref),
  });
}

/**
 * Does so for the calls whose end this process has guessed since the last time: no webhook told it, so nothing else takes
 * their notifications away. Never rejects: what fails is tried again the next time.
 */
export async function tellGuessedOver(): Promise<void> {
  await Promise.all(
    takeGuessedEnds().map((ref) =>
      tellClosedOver({ ref }).catch((error: unknown) => {
        noteGuessedEnd(ref);
        logError(`telling closed devices that call ${ref} is over`, error);
      }),
    ),
  );
}
