import "server-only";
import type { FinalStatus } from "@/lib/db/schema";
import type { CallEvent, CallFacts, LegFacts } from "./facts";
import { outcomeOf } from "./outcome-of";
import { earlier, later } from "./times";

/**
 * Of two reports on the same leg, or of two results of `<Dial>`, the one with the greater weight holds.
 *
 * An answered leg is `completed`, even if a hang-up crossed the answer and was reported as something else. Next comes
 * `busy`, a device's own refusal. `canceled` comes before `no-answer`: when the caller hangs up while it rings, Twilio
 * may report a leg as either.
 */
const weight: Record<FinalStatus, number> = {
  failed: 1,
  "no-answer": 2,
  canceled: 3,
  busy: 4,
  completed: 5,
};

/**
 * What is known of a call after `event`.
 *
 * Reports come late, twice and in any order, and some are lost. So order and repetition must not matter: of each leg
 * the earliest answer and the weightiest end are kept, and the outcome follows from what is known of all legs
 * (`outcomeOf`). A call that we refused stays refused. Any report takes a guess back; if the call is not over by then,
 * `settleOverdue` guesses again.
 */
export function transition(before: CallFacts, event: CallEvent): CallFacts {
  if (before.evidence === "refused" && before.legs.length === 0) return before;
  const at = later(event.at, before.startedAt);
  const facts = record(before, { ...event, at });
  const end = outcomeOf(facts, fallbackEnd(before, facts, at));
  return { ...facts, ...(end ?? reopened) };
}

/** The change that removes an outcome, and the time of the end with it. */
export const reopened = { outcome: null, evidence: null, endedAt: null } as const;

function record(facts: CallFacts, event: CallEvent): CallFacts {
  const { at, leg } = event;
  const change = (changed: (known: LegFacts) => LegFacts) => changeLeg(facts.legs, leg, changed);
  switch (event.kind) {
    case "ringing":
      return { ...facts, ringingAt: earliest(facts.ringingAt, at) };
    case "answered":
      return {
        ...facts,
        answeredAt: earliest(facts.answeredAt, at),
        legs: change((known) => ({ ...known, answeredAt: earliest(known.answeredAt, at) })),
      };
    case "no_room":
      return { ...facts, legs: change((known) => ({ ...known, noRoom: true })) };
    case "final": {
      const { source, status } = event;
      const durationSeconds = longest(facts.durationSeconds, event.durationSeconds);
      if (leg !== null)
        return { ...facts, durationSeconds, legs: change((known) => withEnd(known, status, at)) };
      // One of several legs, and the report does not say which. Only an answered one ends the whole call.
      if (source === "leg" && facts.legs.length > 0 && status !== "completed") return facts;
      return { ...facts, durationSeconds, finalStatus: weightier(facts.finalStatus, status) };
    }
  }
}

/** When the call has ended if no report on a leg says so: when the result of `<Dial>` came, or the hint of a phone. */
function fallbackEnd(before: CallFacts, after: CallFacts, at: Date): Date {
  const dialHasEnded = before.finalStatus === null && after.finalStatus !== null;
  const known = before.evidence === "guess" || dialHasEnded ? null : before.endedAt;
  return known ?? at;
}

function withEnd(leg: LegFacts, status: FinalStatus, at: Date): LegFacts {
  const known = leg.finalStatus;
  if (known !== null && weight[known] > weight[status]) return leg;
  return { ...leg, finalStatus: status, endedAt: known === status ? earliest(leg.endedAt, at) : at };
}

function changeLeg(
  legs: readonly LegFacts[],
  voiceId: string | null,
  change: (leg: LegFacts) => LegFacts,
): readonly LegFacts[] {
  return legs.map((leg) => (leg.voiceId === voiceId ? change(leg) : leg));
}

function weightier(known: FinalStatus | null, status: FinalStatus): FinalStatus {
  return known && weight[known] >= weight[status] ? known : status;
}

function earliest(known: Date | null, at: Date): Date {
  return known ? earlier(known, at) : at;
}

function longest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
