import type { CallRecord, CallsResponse } from "@/lib/contracts";

/** Two runs of calls, newest first, as one: each call once, in its first version. */
function join(calls: readonly CallRecord[], more: readonly CallRecord[]): CallRecord[] {
  const known = new Set(calls.map(({ ref }) => ref));
  return [...calls, ...more.filter(({ ref }) => !known.has(ref))];
}

/**
 * What is known and the newest page anew. Calls that newer ones have pushed off that page stay. When so many
 * came that it meets nothing known, there may be a gap, and the list begins again with it.
 */
export function withNewest(known: CallsResponse | null, newest: CallsResponse): CallsResponse {
  const refs = new Set(newest.calls.map(({ ref }) => ref));
  if (!known?.calls.some(({ ref }) => refs.has(ref))) return newest;
  return { calls: join(newest.calls, known.calls), nextCursor: known.nextCursor };
}

/** What is known and the page after it. */
export function withOlder(known: CallsResponse, older: CallsResponse): CallsResponse {
  return { calls: join(known.calls, older.calls), nextCursor: older.nextCursor };
}
