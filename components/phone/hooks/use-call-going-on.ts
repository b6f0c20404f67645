"use client";

import type { PhoneState } from "@/lib/phone/model/types";
import { callOf, isBusy, ringingCall } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "./use-phone";

function goingOn(state: PhoneState): string | null {
  if (state.kind === "elsewhere") return state.ringing ? "elsewhere" : null;
  return ringingCall(state)?.ref ?? (isBusy(state) ? (callOf(state)?.ref ?? null) : null);
}

/**
 * The call that needs the user's ears, or null: the one that rings, here or in another tab, or else the one that is dialled or
 * talked in. Its value changes with each call that comes.
 */
export function useCallGoingOn(): string | null {
  return usePhoneFact(goingOn);
}
