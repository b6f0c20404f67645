"use client";

import { useEffect } from "react";
import { markMissedSeen, useMe, useMeState } from "@/components/api/me";
import { closeOldNotifications } from "@/components/phone/notifications/notification-worker";

/** How soon (ms) it is tried again when the server did not hear of it, or nobody was looking. */
const againMs = 5_000;

/** Being here is having seen the missed calls: those there were, and each that comes while somebody looks. */
export function useSeen(): void {
  const { missed } = useMe();
  const { refresh } = useMeState();
  useEffect(() => {
    if (missed === 0) return;
    function mark() {
      if (document.hidden) return;
      markMissedSeen()
        .then(refresh)
        .catch(() => undefined);
      closeOldNotifications().catch(() => undefined);
    }
    mark();
    const timer = setInterval(mark, againMs);
    return () => clearInterval(timer);
  }, [missed, refresh]);
}
