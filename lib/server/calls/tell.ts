import "server-only";
import { type Change, publish } from "@/lib/changes";
import type { CallRow } from "@/lib/db/schema";

/** What has to be known of a call that has changed, to tell its two people. */
export type ChangedCall = Pick<CallRow, "ref" | "callerId" | "calleeId" | "outcome" | "evidence">;

/**
 * Tells the tabs of both people that a call in their histories has changed; to be called once that is committed. Each
 * hears only of a call of their own, so an anonymous caller stays unknown. For a callee who has blocked the caller the
 * call does not exist.
 */
export function tellOfCall(call: ChangedCall): void {
  publish(...ownChanges(call));
}

/** The same for a call that has just been made. Its caller may look different to others now (`mayKnowOfCall`). */
export function tellOfNewCall(call: ChangedCall): void {
  const { callerId: person } = call;
  publish(...ownChanges(call), ...(person === null ? [] : [{ kind: "person", person } as const]));
}

function ownChanges({ ref, callerId, calleeId, outcome, evidence }: ChangedCall): Change[] {
  const isKnown = outcome !== null && evidence !== "guess";
  const people = outcome === "blocked" ? [callerId] : [callerId, calleeId];
  return people.flatMap((person) =>
    person === null ? [] : [{ kind: "own", person, what: ["calls"], ...(isKnown ? { ref } : {}) }],
  );
}
