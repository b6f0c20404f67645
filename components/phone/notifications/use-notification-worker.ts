"use client";

import { useEffect } from "react";
import { notificationWorker } from "./notification-worker";
import { useNotificationPermission } from "./use-notification-permission";

/** Has the service worker ready, in its latest version, before a call rings. Who allowed nothing needs none. */
export function useNotificationWorker(): void {
  const { permission } = useNotificationPermission();
  useEffect(() => {
    if (permission === "granted") void notificationWorker();
  }, [permission]);
}
