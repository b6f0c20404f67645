"use client";

import { useEffect, useEffectEvent } from "react";
import type { PhoneState } from "@/lib/phone/model/types";
import { passedCall } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "./use-phone";

function overOf(state: PhoneState): string | null {
  const passed = passedCall(state);
  return passed && `${passed.call.ref} ${passed.outcome}`;
}

/** How long (ms) after that. The end is shown first, and on a narrow line or a slow machine everything else delays it. */
export const afterCallMs = 300;

/** Runs `action` shortly after a call of this tab is over, and again when its outcome is known. */
export function useAfterCall(action: () => void): void {
  const over = usePhoneFact(overOf);
  const run = useEffectEvent(action);
  useEffect(() => {
    if (!over) return;
    const timer = setTimeout(run, afterCallMs);
    return () => clearTimeout(timer);
  }, [over]);
}
