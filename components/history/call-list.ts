import type { CallRecord, CallsResponse } from "@/lib/contracts";

/** Joins two lists of calls, each newest first. A call that is in both is taken from the first. */
function join(calls: readonly CallRecord[], more: readonly CallRecord[]): CallRecord[] {
  const known = new Set(calls.map(({ ref }) => ref));
  return [...calls, ...more.filter(({ ref }) => !known.has(ref))];
}

/**
 * Adds the newest page to the known calls. Calls that newer ones have pushed off that page stay. When the page and the
 * known calls have no call in common there may be a gap between them, and the list begins again with the page.
 */
export function withNewest(known: CallsResponse | null, newest: CallsResponse): CallsResponse {
  const refs = new Set(newest.calls.map(({ ref }) => ref));
  if (!known?.calls.some(({ ref }) => refs.has(ref))) return newest;
  return { calls: join(newest.calls, known.calls), nextCursor: known.nextCursor };
}

/** Adds the page that follows the known calls. */
export function withOlder(known: CallsResponse, older: CallsResponse): CallsResponse {
  return { calls: join(known.calls, older.calls), nextCursor: older.nextCursor };
}
