import type { CallRecord, CallsResponse } from "@/lib/contracts";

/** A call in the history, `more` being what matters to the test. */
export function recordOf(ref: string, more: Partial<CallRecord> = {}): CallRecord {
  return {
    ref,
    direction: "incoming",
    peer: null,
    guest: null,
    anonymous: true,
    dialed: null,
    outcome: "completed",
    refusal: null,
    stage: null,
    message: null,
    missed: false,
    startedAt: new Date(0).toISOString(),
    answeredAt: null,
    endedAt: null,
    durationSeconds: 0,
    ...more,
  };
}

/** A page of calls, one for each letter of `refs`. */
export function pageOf(
  refs: string,
  nextCursor: string | null,
  more: Partial<CallRecord> = {},
): CallsResponse {
  return { calls: [...refs].map((ref) => recordOf(ref, more)), nextCursor };
}
