"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { getCalls } from "@/components/api/calls";
import { serverQuery, useServerState } from "@/components/api/server-state";
import { useOneAttempt } from "@/components/api/use-attempt";
import { useAfterCall } from "@/components/phone/hooks/use-after-call";
import { useSettled } from "@/components/ui/use-settled";
import type { CallsResponse } from "@/lib/contracts";
import { withNewest, withOlder } from "./call-list";

/** How often (ms) the newest calls are asked for; the end of a call of this tab asks at once. */
const everyMs = 8_000;

/** How long (ms) to wait for the next key before the server is asked. */
const typingPauseMs = 200;

/**
 * The newest calls kept fresh, and older ones as they were asked for. No infinite query of the library: that asks
 * for every page again at each poll, where the newest is enough. Forgotten with the page that shows them.
 */
function callsQuery(q: string, missed: boolean) {
  return {
    ...serverQuery<CallsResponse>(
      ["calls", q, String(missed)],
      everyMs,
      async ({ signal, client, queryKey }) => {
        const newest = await getCalls({ q, missed }, signal);
        return withNewest(client.getQueryData<CallsResponse | null>(queryKey) ?? null, newest);
      },
    ),
    gcTime: 0,
  };
}

/** My calls that match. While an answer is under way (`pending`) the former answer stays. */
export function useCalls(query: string, missed: boolean) {
  const client = useQueryClient();
  const wanted = query.trim();
  const q = useSettled(wanted, typingPauseMs);
  const list = callsQuery(q, missed);
  const { data, failure, refresh } = useServerState(list);
  const [shown, setShown] = useState<CallsResponse | null>(null);
  if (data && data !== shown) setShown(data);
  const { busy, attempt } = useOneAttempt();
  useAfterCall(() => void refresh());

  /** Throws RequestError. */
  async function askForOlder(): Promise<void> {
    const cursor = data?.nextCursor;
    if (!cursor) return;
    const older = await getCalls({ q, missed, cursor });
    // When the list has begun again meanwhile, the page belongs to nothing that is shown.
    client.setQueryData(list.queryKey, (known) =>
      known?.nextCursor === cursor ? withOlder(known, older) : known,
    );
  }

  // Where there is no answer at all, rows of other words would pass for one.
  const known = data ?? (failure ? null : shown);
  return {
    calls: known?.calls ?? null,
    pending: data === null || q !== wanted,
    failure,
    refresh,
    /** There are older calls than those. */
    more: typeof known?.nextCursor === "string",
    /** They are being asked for. */
    busy,
    /** Resolves to whether they came. */
    showMore: () => attempt(askForOlder),
  };
}
