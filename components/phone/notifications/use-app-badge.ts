"use client";

import { useEffect } from "react";
import { useMe } from "@/components/api/me";

/** Puts the number of missed calls and new messages on the icon of the installed app, where the system has room for it. */
export function useAppBadge(): void {
  const { missed, unheard } = useMe();
  const count = missed + unheard;
  useEffect(() => {
    // The badge is optional, so a refusal of the system is not reported.
    void navigator.setAppBadge?.(count).catch(() => undefined);
  }, [count]);
  useEffect(() => () => void navigator.clearAppBadge?.().catch(() => undefined), []);
}
