import "server-only";
import { type Change, publish } from "@/lib/changes";
import type { CallRow } from "@/lib/db/schema";

/** What has to be known of a call that has changed, to tell its two people. */
export type ChangedCall = Pick<CallRow, "ref" | "callerId" | "calleeId" | "outcome" | "evidence">;

type NewCall = ChangedCall & Pick<CallRow, "anonymous" | "wakingAt">;

/**
 * Tells the tabs of both people that a call in their histories has changed; to be called once that is committed. Each
 * hears only of a call of their own, so an anonymous caller stays unknown. For a callee who has blocked the caller the
 * call does not exist.
 */
export function tellOfCall(call: ChangedCall): void {
  publish(...ownChanges(call));
}

/**
 * The same for a call that has just been made. Its caller may look different to others now (`mayKnowOfCall`), and to the
 * callee by knowing them (`hasCalledOpenly`): but of a call that does not exist for the callee they hear nothing.
 */
export function tellOfNewCall(call: NewCall): void {
  const { ref, callerId: person, calleeId, anonymous, outcome, wakingAt } = call;
  publish(...ownChanges(call));
  if (person === null) return;
  if (wakingAt !== null) publish({ kind: "stage", person, ref, stage: "waking" });
  const isOpen = calleeId !== null && !anonymous && outcome !== "blocked";
  publish({ kind: "person", person, ...(isOpen ? { called: [calleeId] } : {}) });
}

/** Tells the tabs of both people that voicemail does not hear the caller any more: the callee may have a message. */
export function tellOfMessage({ callerId, calleeId }: Pick<CallRow, "callerId" | "calleeId">): void {
  if (callerId !== null) publish({ kind: "own", person: callerId, what: ["calls"] });
  if (calleeId !== null) publish({ kind: "own", person: calleeId, what: ["calls", "me"] });
}

/**
 * Tells that the caller's side of a call is over which may still wait for a device to open. The process that waits is
 * perhaps another one, and ends the call.
 */
export function tellOfCallerGone({
  callerId,
  calleeId,
  wakingAt,
  outcome,
}: Pick<CallRow, "callerId" | "calleeId" | "wakingAt" | "outcome">) {
  // A guest has no tabs that hear of it. Whoever waits hears of the callee's changes too.
  const person = callerId ?? calleeId;
  if (wakingAt === null || outcome !== null || person === null) return;
  publish({ kind: "own", person, what: ["calls"] });
}

function ownChanges({ ref, callerId, calleeId, outcome, evidence }: ChangedCall): Change[] {
  const isKnown = outcome !== null && evidence !== "guess";
  const people = outcome === "blocked" ? [callerId] : [callerId, calleeId];
  // A call under way is not missed.
  const what = outcome === null ? (["calls"] as const) : (["calls", "me"] as const);
  return people.flatMap((person) =>
    person === null ? [] : [{ kind: "own", person, what, ...(isKnown ? { ref } : {}) }],
  );
}
