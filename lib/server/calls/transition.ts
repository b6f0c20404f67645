import "server-only";
import type { Outcome } from "@/lib/contracts";
import type { calls, FinalStatus } from "@/lib/db/schema";
import { ringSeconds } from "./conclude";
import { earlier, later } from "./times";

type CallRow = typeof calls.$inferSelect;

/** What is known of how a call went. */
export type CallFacts = Pick<
  CallRow,
  | "startedAt"
  | "ringingAt"
  | "answeredAt"
  | "endedAt"
  | "finalStatus"
  | "durationSeconds"
  | "outcome"
  | "evidence"
>;

/** What the voice network said. `leg`: the callee's own progress, or the result of `<Dial>`, which has no time. */
export type CallEvent =
  | { readonly kind: "ringing" | "answered"; readonly at: Date }
  | {
      readonly kind: "final";
      readonly source: "leg" | "dial";
      readonly status: FinalStatus;
      readonly at: Date;
      readonly durationSeconds: number | null;
    };

/**
 * Of two reports that disagree, the more telling one holds.
 *
 * An answered call is `completed`, whatever a hang-up that crossed the answer says. A device's own refusal
 * (`busy`) outdoes the rest. `canceled` outdoes `no-answer`: when the caller hangs up while it rings, Twilio
 * may report the callee's leg as either, and only a real timeout is `no-answer` in both reports.
 */
const weight: Record<FinalStatus, number> = {
  failed: 1,
  "no-answer": 2,
  canceled: 3,
  busy: 4,
  completed: 5,
};

/**
 * The outcome for how the callee's leg ended. `busy` is a device that rejected the call: the person declining, unless
 * the phone said before that it had no room (hint.ts).
 */
const outcomes: Record<FinalStatus, Outcome> = {
  completed: "completed",
  busy: "declined",
  canceled: "canceled",
  "no-answer": "no_answer",
  failed: "failed",
};

/**
 * What is known after `event`.
 *
 * Webhooks come late, twice and in any order, so every rule here is of the kind where order and repetition do
 * not matter: the earliest ringing and answer, the weightiest final status, the longest reported duration, and
 * an outcome that follows from these. A call that we refused stays refused, unless another device had answered before
 * the busy one could reject it; a guess gives way to any report, and is made anew from what is known then if the report
 * is not of the end.
 */
export function transition(before: CallFacts, event: CallEvent): CallFacts {
  if (before.evidence === "refused" && !overrules(before, event)) return before;
  const facts = before.evidence === "network" ? before : { ...before, ...reopened };
  const at = later(event.at, facts.startedAt);
  switch (event.kind) {
    case "ringing":
      return withOutcome({ ...facts, ringingAt: facts.ringingAt ? earlier(facts.ringingAt, at) : at });
    case "answered": {
      const answeredAt = facts.answeredAt ? earlier(facts.answeredAt, at) : at;
      return { ...facts, answeredAt, endedAt: facts.endedAt && later(facts.endedAt, answeredAt) };
    }
    case "final": {
      const known = facts.finalStatus;
      return withOutcome({
        ...facts,
        finalStatus: known && weight[known] >= weight[event.status] ? known : event.status,
        endedAt: endOf(facts, event.source, at),
        durationSeconds: longest(facts.durationSeconds, event.durationSeconds),
      });
    }
  }
}

/** Two people talk, or did, although one of the callee's phones said that it was busy. */
function overrules({ outcome }: CallFacts, event: CallEvent): boolean {
  const talked = event.kind === "answered" || (event.kind === "final" && event.status === "completed");
  return outcome === "busy" && talked;
}

function withOutcome(facts: CallFacts): CallFacts {
  if (facts.finalStatus === null) return facts;
  return {
    ...facts,
    evidence: "network",
    outcome: wasThere(facts) ? outcomes[facts.finalStatus] : "offline",
  };
}

/**
 * Whether anything rang. Twilio reports `no-answer` also at once, for somebody who has no registered device: a tab
 * that was closed a moment ago. A ring that lasted for the whole timeout was one, though its report be lost.
 */
function wasThere({ finalStatus, ringingAt, startedAt, endedAt }: CallFacts): boolean {
  if (finalStatus !== "no-answer" || ringingAt) return true;
  return endedAt !== null && endedAt.getTime() - startedAt.getTime() >= (ringSeconds - 1) * 1000;
}

/** What takes a guess back, its end included: that was a guess too. */
export const reopened = { outcome: null, evidence: null, endedAt: null } as const;

/** The leg's own report says when it ended; the result of `<Dial>` only that it has, by now. */
function endOf(facts: CallFacts, source: "leg" | "dial", at: Date): Date {
  const end = source === "dial" ? (facts.endedAt ?? at) : at;
  return facts.answeredAt ? later(end, facts.answeredAt) : end;
}

function longest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
