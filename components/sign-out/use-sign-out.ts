"use client";

import * as session from "@/components/api/session";
import { useAttempt } from "@/components/api/use-attempt";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { closeOldNotifications } from "@/components/phone/notifications/notification-worker";
import { hasCallUp } from "@/lib/phone/state/selectors";

/** Signs out: the phone is stopped first, then another page is loaded, so that nothing of me stays in this one. */
export function useSignOut() {
  const phone = usePhone();
  const attempt = useAttempt();
  async function leave(end: () => Promise<void>) {
    await phone.stop();
    // This browser must not go on to be rung for me. The code is loaded here, where it is needed.
    const push = await import("@/components/phone/notifications/push-device").catch(() => null);
    await Promise.all([push?.dropPush(), closeOldNotifications().catch(() => undefined)]);
    if (await attempt(end)) {
      window.location.assign("/sign-in");
    } else {
      phone.start();
      void push?.keepPush();
    }
  }
  return {
    /** Whether signing out would end a call at this moment, here or in another tab: then ask first. */
    endsCall() {
      const state = phone.getState();
      return hasCallUp(state) || (state.kind === "elsewhere" && state.inCall);
    },
    signOut: () => leave(session.signOut),
    signOutEverywhere: () => leave(session.signOutEverywhere),
  };
}
