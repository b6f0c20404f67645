"use client";

import { useEffect, useEffectEvent } from "react";
import { usePhoneState } from "./use-phone";

/** Runs `action` when a call of this tab is over, and again when its outcome is known. */
export function useAfterCall(action: () => void): void {
  const state = usePhoneState();
  const run = useEffectEvent(action);
  const over = state.kind === "ended" ? `${state.call.ref} ${state.outcome}` : null;
  useEffect(() => {
    if (over) run();
  }, [over]);
}
