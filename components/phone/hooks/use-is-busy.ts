"use client";

import type { PhoneState } from "@/lib/phone/model/types";
import { isBusy } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "./use-phone";

/** Whether a call is dialled, rings or is talked in, here or, as far as is known, in another tab: it has the microphone. */
export function useIsBusy(): boolean {
  return usePhoneFact(isBusyAnywhere);
}

function isBusyAnywhere(state: PhoneState): boolean {
  return state.kind === "elsewhere" ? state.inCall || state.ringing !== null : isBusy(state);
}
