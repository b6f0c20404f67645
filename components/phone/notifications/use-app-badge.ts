"use client";

import { useEffect } from "react";
import { useMe } from "@/components/api/me";

/** Puts the number of missed calls on the icon of the installed app, where the system has room for it. */
export function useAppBadge(): void {
  const { missed } = useMe();
  useEffect(() => {
    // Optional: nobody is told when the system refuses it.
    void navigator.setAppBadge?.(missed).catch(() => undefined);
  }, [missed]);
  useEffect(() => () => void navigator.clearAppBadge?.().catch(() => undefined), []);
}
