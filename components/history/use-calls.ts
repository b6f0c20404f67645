"use client";

import { useState } from "react";
import { type CallsShown, getCalls } from "@/components/api/calls";
import { serverQuery, useServerCache, useServerState } from "@/components/api/server-state";
import { useOneAttempt } from "@/components/api/use-attempt";
import { useAfterCall } from "@/components/phone/hooks/use-after-call";
import { useSettled } from "@/components/ui/use-settled";
import type { CallsResponse } from "@/lib/contracts";
import { withNewest, withOlder } from "./call-list";

/** How often (ms) the newest calls are polled. The end of a call of this tab refreshes them at once. */
const pollMs = 8_000;

/** How long (ms) to wait for the next key before the server is asked. */
const typingPauseMs = 200;

/**
 * Polls the newest page alone, and keeps the older ones. (An infinite query of the library would request every page
 * again at each poll.)
 */
const callsQuery = (q: string, show: CallsShown) =>
  serverQuery<CallsResponse>({
    key: ["calls", q, show],
    pollMs,
    backstopMs: false,
    async load(signal, known) {
      const newest = await getCalls({ q, show }, signal);
      // Read after the answer: an older page may have been added meanwhile.
      return withNewest(known(), newest);
    },
    keep: false,
  });

/** My calls that match. Until they are answered (`pending`) the calls of the search before are shown. */
export function useCalls(query: string, show: CallsShown) {
  const cache = useServerCache();
  const wanted = query.trim();
  const q = useSettled(wanted, typingPauseMs);
  const list = callsQuery(q, show);
  const { data, failure, refresh } = useServerState(list);
  const [shown, setShown] = useState<CallsResponse | null>(null);
  if (data && data !== shown) setShown(data);
  const { busy, attempt } = useOneAttempt();
  useAfterCall(() => void refresh());

  /** Throws RequestError. */
  async function loadOlder(): Promise<void> {
    const cursor = data?.nextCursor;
    if (!cursor) return;
    const older = await getCalls({ q, show, cursor });
    // If the list has begun again meanwhile, this page does not follow what is shown.
    cache.update(list, (known) => (known?.nextCursor === cursor ? withOlder(known, older) : known));
  }

  // After a failure without an answer, the calls of another search would be taken for the answer.
  const known = data ?? (failure ? null : shown);
  return {
    calls: known?.calls ?? null,
    pending: data === null || q !== wanted,
    failure,
    refresh,
    /** There are older calls. */
    more: typeof known?.nextCursor === "string",
    /** They are being requested. */
    busy,
    /** Requests the next page of them. Resolves to whether it came. */
    showMore: () => attempt(loadOlder),
  };
}
