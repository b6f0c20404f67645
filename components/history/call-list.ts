import { type CallsWanted, getCalls } from "@/components/api/calls";
import { createLive, type Live } from "@/components/api/live";
import type { CallRecord, CallsResponse } from "@/lib/contracts";

/** How often (ms) the newest calls are asked for; the end of a call of this tab asks at once. */
const everyMs = 8_000;

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

/** My calls that match: the newest kept fresh, older ones as they were asked for. */
export function createCallList(wanted: Omit<CallsWanted, "cursor">) {
  const live: Live<CallsResponse> = createLive(
    async (signal) => withNewest(live.getState().data, await getCalls(wanted, signal)),
    everyMs,
  );

  /** Throws RequestError. */
  async function showMore(): Promise<void> {
    const cursor = live.getState().data?.nextCursor;
    if (!cursor) return;
    const older = await getCalls({ ...wanted, cursor });
    const known = live.getState().data;
    // Asked twice at once, or begun again meanwhile: the page belongs to nothing that is shown.
    if (known?.nextCursor === cursor) live.set(withOlder(known, older));
  }

  return { ...live, showMore };
}
