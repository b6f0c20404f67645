"use client";

import { useEffect, useRef } from "react";
import type { CallRecord } from "@/lib/contracts";

/** Moves the focus to the first of the older calls once they are shown, unless it has left the list. */
export function useFirstNew(calls: readonly CallRecord[] | null) {
  const list = useRef<HTMLDivElement>(null);
  const lastKnown = useRef<string | null>(null);

  useEffect(() => {
    const last = calls?.findIndex(({ ref }) => ref === lastKnown.current) ?? -1;
    const row = last < 0 ? undefined : list.current?.querySelectorAll("li")[last + 1];
    if (!row) return;
    lastKnown.current = null;
    if (list.current?.contains(document.activeElement)) row.focus();
  }, [calls]);

  return {
    /** The list, which holds the button that shows more. */
    list,
    /** Call it with the request of older calls, which resolves to whether they came. */
    toFirstNew(asked: Promise<boolean>): void {
      lastKnown.current = calls?.at(-1)?.ref ?? null;
      void asked.then((came) => {
        if (!came) lastKnown.current = null;
      });
    },
  };
}
