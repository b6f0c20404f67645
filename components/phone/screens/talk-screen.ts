import { useEffect } from "react";
import { createLater } from "@/components/ui/later";
import type { PhoneState } from "@/lib/phone/model/types";
import { callOf } from "@/lib/phone/state/selectors";

/** The screen of two people who talk. Until it is loaded, `BareCall` is shown in its place. */
export const talkScreen = createLater(() => import("./in-call-panel"));

/** How long (ms) a phone is ready before the screen is loaded. The page has finished opening by then. */
const afterReadyMs = 3_000;

/** Loads the screen before it is needed: soon after the phone is ready, and at once if there is a call. */
export function useTalkScreenSoon(state: PhoneState): void {
  const isReady = state.kind === "ready";
  const hasCall = callOf(state) !== null;

  useEffect(() => {
    if (hasCall) void talkScreen.want();
    if (!isReady) return;
    const timer = setTimeout(() => void talkScreen.want(), afterReadyMs);
    return () => clearTimeout(timer);
  }, [isReady, hasCall]);
}
