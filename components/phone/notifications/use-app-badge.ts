"use client";

import { useEffect } from "react";
import { useMe } from "@/components/api/me";

/** Puts the number of missed calls on the icon of the installed app, where the system has room for it. */
export function useAppBadge(): void {
  const { missed } = useMe();
  useEffect(() => {
    // It is a nicety: a system that refuses it is left alone.
    void navigator.setAppBadge?.(missed).catch(() => undefined);
  }, [missed]);
  useEffect(() => () => void navigator.clearAppBadge?.().catch(() => undefined), []);
}
