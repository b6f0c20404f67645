"use client";

import type { ReactNode } from "react";
import { Interrupted } from "@/components/ui/interrupted";
import type { Phone, PhoneState } from "@/lib/phone/types";
import { ringingCall } from "./phone-facts";
import { useAppBadge } from "./use-app-badge";
import { useMissedNotice } from "./use-missed-notice";
import { useNotificationClicks } from "./use-notification-clicks";
import { useNotificationWorker } from "./use-notification-worker";
import { PhoneContext, usePhoneFact } from "./use-phone";
import { useRingNotice } from "./use-ring-notice";

const somebodyCalls = (state: PhoneState) => ringingCall(state) !== null;

/** Gives the screens a phone: the tab's own, or a test's. */
export function PhoneProvider({ phone, children }: { phone: Phone; children: ReactNode }) {
  return (
    <PhoneContext value={phone}>
      <Ringing>{children}</Ringing>
    </PhoneContext>
  );
}

function Ringing({ children }: { children: ReactNode }) {
  useRingNotice();
  useMissedNotice();
  useNotificationClicks();
  useNotificationWorker();
  useAppBadge();
  const rings = usePhoneFact(somebodyCalls);
  return <Interrupted value={rings}>{children}</Interrupted>;
}
