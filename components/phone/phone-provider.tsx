"use client";

import type { ReactNode } from "react";
import { Boundary } from "@/components/ui/boundary";
import { DialogsStepAside } from "@/components/ui/dialog-parts";
import type { Phone, PhoneState } from "@/lib/phone/model/types";
import { ringingCall } from "@/lib/phone/state/selectors";
import { FailedShell } from "./failed-shell";
import { CallPageProvider } from "./hooks/call-page";
import { CanCallProvider } from "./hooks/can-call";
import { PhoneContext, usePhoneFact } from "./hooks/use-phone";
import { useAppBadge } from "./notifications/use-app-badge";
import { useBackNews } from "./notifications/use-back-news";
import { useNotifications } from "./notifications/use-notifications";

const somebodyCalls = (state: PhoneState) => ringingCall(state) !== null;

/** Gives the screens a phone: the tab's own, or a test's. */
export function PhoneProvider({ phone, children }: { phone: Phone; children: ReactNode }) {
  return (
    <PhoneContext value={phone}>
      <CallPageProvider>
        <CanCallProvider>
          <Boundary>
            <Alerts />
          </Boundary>
          <Ringing>
            <Boundary fallback={(retry) => <FailedShell onTryAgain={retry} />}>{children}</Boundary>
          </Ringing>
        </CanCallProvider>
      </CallPageProvider>
    </PhoneContext>
  );
}

/** What shows calls outside the page, and who is back. */
function Alerts(): null {
  useNotifications();
  useBackNews();
  useAppBadge();
  return null;
}

function Ringing({ children }: { children: ReactNode }) {
  const rings = usePhoneFact(somebodyCalls);
  return <DialogsStepAside value={rings}>{children}</DialogsStepAside>;
}
