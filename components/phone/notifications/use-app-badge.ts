"use client";

import { useEffect } from "react";
import { useMe } from "@/components/api/me";

/** Puts the number of missed calls on the icon of the installed app, where the system has room for it. */
export function useAppBadge(): void {
  const { missed } = useMe();
  useEffect(() => {
    // The badge is optional, so a refusal of the system is not reported.
    void navigator.setAppBadge?.(missed).catch(() => undefined);
  }, [missed]);
  useEffect(() => () => void navigator.clearAppBadge?.().catch(() => undefined), []);
}
