"use client";

import { useEffect, useMemo, useState } from "react";
import { useOneAttempt } from "@/components/api/use-attempt";
import { useLive } from "@/components/api/use-live";
import { useAfterCall } from "@/components/phone/hooks/use-after-call";
import type { CallsResponse } from "@/lib/contracts";
import { createCallList } from "./call-list";

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

/** My calls that match. While an answer is under way (`pending`) the former answer stays. */
export function useCalls(query: string, missed: boolean) {
  const wanted = query.trim();
  const q = useSettled(wanted);
  const list = useMemo(() => createCallList({ q, missed }), [q, missed]);
  const { data, failure } = useLive(list);
  const [shown, setShown] = useState<CallsResponse | null>(null);
  if (data && data !== shown) setShown(data);
  const { busy, attempt } = useOneAttempt();
  useAfterCall(() => void list.refresh());

  // Where there is no answer at all, rows of other words would pass for one.
  const known = data ?? (failure ? null : shown);
  return {
    calls: known?.calls ?? null,
    pending: data === null || q !== wanted,
    failure,
    refresh: list.refresh,
    /** There are older calls than those. */
    more: typeof known?.nextCursor === "string",
    /** They are being asked for. */
    busy,
    /** Resolves to whether they came. */
    showMore: () => attempt(list.showMore),
  };
}
