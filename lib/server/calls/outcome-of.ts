import "server-only";
import type { Outcome } from "@/lib/contracts";
import type { CallFacts, LegFacts } from "./facts";
import { earlier, later, rangOut } from "./times";

/** How a call ended, and how that is known. */
type CallEnd = Required<Pick<CallFacts, "outcome" | "evidence" | "endedAt">>;

/**
 * How a call ended, from what is known of its legs and of its `<Dial>`; null while it is under way.
 *
 * - An answered call is `completed`, whatever else was reported. The network cancels the other legs then.
 * - A person who declines on one device declines for all, unless another device has answered.
 * - A device that had no room did not decline. It makes the call `busy` only if no other device can answer any more.
 * - No other end of a leg ends the call while another leg is open: a device that was closed a moment ago is reported as
 *   `no-answer` at once.
 * - The result of `<Dial>` ends the call, even if reports on legs were lost.
 *
 * `fallbackEnd`: when the call ended, if that does not follow from the legs.
 */
export function outcomeOf(facts: CallFacts, fallbackEnd: Date): CallEnd | null {
  const outcome = decide(facts);
  if (!outcome) return null;
  const { answeredAt, startedAt, ringingAt } = facts;
  const end = endOfLegs(facts.legs, outcome) ?? fallbackEnd;
  const endedAt = answeredAt ? later(end, answeredAt) : end;
  // A call that took the whole ring timeout did ring, even if that report was lost.
  const wasThere = ringingAt !== null || rangOut(startedAt, endedAt);
  return {
    outcome: outcome === "no_answer" && !wasThere ? "offline" : outcome,
    evidence: outcome === "busy" ? "refused" : "network",
    endedAt,
  };
}

/** Whether the voice network has said that no leg of the call is left. The hints of phones do not count. */
export function isReleased({ finalStatus, legs }: CallFacts): boolean {
  const ends = legs.map((leg) => leg.finalStatus);
  // The first leg that is answered is connected, and the network cancels the others. So its end is the call's.
  if (finalStatus !== null || ends.includes("completed")) return true;
  return ends.length > 0 && !ends.includes(null);
}

function decide({ finalStatus: dial, answeredAt, legs }: CallFacts): Outcome | null {
  const ends = legs.map((leg) => leg.finalStatus);
  if (dial === "completed" || ends.includes("completed")) return "completed";

  const isAnswered = answeredAt !== null;
  const someHadNoRoom = legs.some((leg) => leg.noRoom);
  if (someHadNoRoom && !isAnswered && legs.every((leg) => leg.noRoom)) return "busy";

  const isOver = dial !== null || (ends.length > 0 && !ends.includes(null));
  if (isAnswered && !isOver) return null;
  if (legs.some(hasDeclined) || (dial === "busy" && !someHadNoRoom)) return "declined";
  if (!isOver) return null;
  if (isCanceled(dial, ends)) return "canceled";
  if (someHadNoRoom) return "busy";
  return dial === "no-answer" || ends.includes("no-answer") ? "no_answer" : "failed";
}

function hasDeclined({ finalStatus, noRoom }: LegFacts): boolean {
  return finalStatus === "busy" && !noRoom;
}

/**
 * Whether the caller hung up while it rang. Twilio may report that as `no-answer` in one place and as `canceled` in
 * another. A leg is also canceled when its device is signed out meanwhile, while the others ring until the timeout.
 */
function isCanceled(dial: CallFacts["finalStatus"], ends: LegFacts["finalStatus"][]): boolean {
  if (dial === "no-answer") return ends.length > 0 && ends.every((end) => end === "canceled");
  return dial === "canceled" || ends.includes("canceled");
}

/** When the call ended by the reports on its legs; null if these do not say it. */
function endOfLegs(legs: readonly LegFacts[], outcome: Outcome): Date | null {
  if (outcome === "completed") return last(legs.filter((leg) => leg.finalStatus === "completed"));
  // From then on nobody could answer any more. The other legs are ended after it.
  if (outcome === "declined") {
    const times = legs.filter(hasDeclined).flatMap((leg) => leg.endedAt ?? []);
    return times.length > 0 ? times.reduce(earlier) : null;
  }
  return legs.some((leg) => leg.finalStatus === null) ? null : last(legs);
}

function last(legs: readonly LegFacts[]): Date | null {
  const times = legs.flatMap((leg) => leg.endedAt ?? []);
  return times.length > 0 ? times.reduce(later) : null;
}
