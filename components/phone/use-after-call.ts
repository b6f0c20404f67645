"use client";

import { useEffect, useEffectEvent } from "react";
import type { PhoneState } from "@/lib/phone/types";
import { usePhoneFact } from "./use-phone";

const overOf = (state: PhoneState) => (state.kind === "ended" ? `${state.call.ref} ${state.outcome}` : null);

/** Runs `action` when a call of this tab is over, and again when its outcome is known. */
export function useAfterCall(action: () => void): void {
  const over = usePhoneFact(overOf);
  const run = useEffectEvent(action);
  useEffect(() => {
    if (over) run();
  }, [over]);
}
