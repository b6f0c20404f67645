"use client";

import { useServerCache } from "@/components/api/server-state";
import * as session from "@/components/api/session";
import { useAttempt } from "@/components/api/use-attempt";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { hasCallUp } from "@/lib/phone/state/selectors";
import { endNotifications, keepNotifications } from "./end-notifications";

/** Signs out: the phone is stopped first, then another page is loaded, so that nothing of me stays in this one. */
export function useSignOut() {
  const phone = usePhone();
  const cache = useServerCache();
  const attempt = useAttempt();
  async function leave(end: () => Promise<void>) {
    await phone.stop();
    await endNotifications();
    const stay = cache.leave();
    if (await attempt(end)) {
      window.location.assign("/sign-in");
    } else {
      stay();
      phone.start();
      void keepNotifications();
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
