import "server-only";
import type { Outcome } from "@/lib/contracts";
import type { CallRow, FinalStatus } from "@/lib/db";
import { earlier, later, rangOut } from "./times";

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

/** What the voice network reports of a call. */
export type Progress =
  | { readonly kind: "ringing" | "answered" }
  | {
      readonly kind: "final";
      /** `leg`: a report on the callee's leg, with a time of its own. `dial`: the result of `<Dial>`, without one. */
      readonly source: "leg" | "dial";
      readonly status: FinalStatus;
      readonly durationSeconds: number | null;
    };

/** What the voice network reports, and when it happened. */
export type CallEvent = Progress & { readonly at: Date };

/**
 * Of two reports that disagree, the one with the greater weight holds.
 *
 * An answered call is `completed`, even if a hang-up crossed the answer and was reported as something else. Next
 * comes `busy`, a device's own refusal. `canceled` comes before `no-answer`: when the caller hangs up while it rings,
 * Twilio may report the callee's leg as either, and only a real timeout is `no-answer` in both reports.
 */
const weight: Record<FinalStatus, number> = {
  failed: 1,
  "no-answer": 2,
  canceled: 3,
  busy: 4,
  completed: 5,
};

/**
 * The outcome for each end of the callee's leg. `busy` means that a device rejected the call: its person declined,
 * unless the phone itself had no room and reported that (`refuseAsBusy`).
 */
const outcomes: Record<FinalStatus, Outcome> = {
  completed: "completed",
  busy: "declined",
  canceled: "canceled",
  "no-answer": "no_answer",
  failed: "failed",
};

/**
 * What is known of a call after `event`.
 *
 * Webhooks come late, twice and in any order, so order and repetition must not matter: the earliest ringing and
 * answer count, the final status with the greatest weight, the longest reported duration, and the outcome follows
 * from these. A call that we refused stays refused, unless another device answered although one was busy. Any report
 * takes a guess back; if the report is not of the end, `settleOverdue` guesses again from what is known by then.
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

/** Whether the event shows that two people talk, or did, although one of the callee's phones said it was busy. */
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
 * Whether anything rang. Twilio reports `no-answer` at once for somebody who has no registered device, such as a tab
 * that was closed a moment ago. A call that took the whole ring timeout did ring, even if that report was lost.
 */
function wasThere({ finalStatus, ringingAt, startedAt, endedAt }: CallFacts): boolean {
  if (finalStatus !== "no-answer" || ringingAt) return true;
  return endedAt !== null && rangOut(startedAt, endedAt);
}

/** The change that takes a guess back. The end goes too, since it was part of the guess. */
export const reopened = { outcome: null, evidence: null, endedAt: null } as const;

/** The leg's own report says when it ended; the result of `<Dial>` says only that it has ended by now. */
function endOf(facts: CallFacts, source: "leg" | "dial", at: Date): Date {
  const end = source === "dial" ? (facts.endedAt ?? at) : at;
  return facts.answeredAt ? later(end, facts.answeredAt) : end;
}

function longest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
