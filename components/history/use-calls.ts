"use client";

import { useEffect, useMemo, useState } from "react";
import { getCalls } from "@/components/api/calls";
import { createLive } from "@/components/api/live";
import { useLive } from "@/components/api/use-live";
import { useAfterCall } from "@/components/phone/use-after-call";
import { useAttempt } from "@/components/ui/use-attempt";
import type { CallsResponse } from "@/lib/contracts";
import { joinPages } from "./days";

/** How often (ms) the newest calls are asked for; the end of a call of this tab asks at once. */
const everyMs = 8_000;

/** How long (ms) to wait for the next key before the server is asked. */
const typingPauseMs = 200;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** My calls that match: the newest page kept fresh, older ones as they were asked for. */
export function useCalls(query: string, missed: boolean) {
  const q = useSettled(query.trim());
  const newest = useMemo(() => createLive((signal) => getCalls({ q, missed }, signal), everyMs), [q, missed]);
  const { data, failure } = useLive(newest);
  const [older, setOlder] = useState<{ of: object; pages: CallsResponse[] }>({ of: newest, pages: [] });
  const attempt = useAttempt();
  useAfterCall(() => void newest.refresh());

  // Pages that were asked for with other words do not belong to this list.
  const pages = older.of === newest ? older.pages : [];
  const cursor = (pages.at(-1) ?? data)?.nextCursor ?? null;

  return {
    calls: data ? joinPages([data.calls, ...pages.map((page) => page.calls)]) : null,
    failure,
    refresh: newest.refresh,
    /** null when there are no older calls. */
    showMore:
      cursor === null
        ? null
        : () =>
            attempt(async () => {
              const page = await getCalls({ q, missed, cursor });
              setOlder({ of: newest, pages: [...pages, page] });
            }),
  };
}
