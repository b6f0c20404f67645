"use client";

import { useEffect } from "react";
import { markMissedSeen, useMe, useMeState } from "@/components/api/me";
import { closeOldNotifications } from "@/components/phone/notifications/notification-worker";

/** How long (ms) until the next try, when the request failed or the page was hidden. */
const againMs = 5_000;

/**
 * Marks missed calls as seen: those there are, and each that comes while the page is visible. One with a message is not counted
 * as missed (`Me.missed`), and is marked as well, so that it does not become new again when its message is deleted.
 */
export function useSeen(): void {
  const { missed, unheard } = useMe();
  const { refresh } = useMeState();
  useEffect(() => {
    if (missed + unheard === 0) return;
    function mark() {
      if (document.hidden) return;
      markMissedSeen()
        .then(refresh)
        .catch(() => undefined);
      closeOldNotifications().catch(() => undefined);
    }
    mark();
    if (missed === 0) return;
    const timer = setInterval(mark, againMs);
    return () => clearInterval(timer);
  }, [missed, unheard, refresh]);
}
