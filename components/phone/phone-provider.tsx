"use client";

import type { ReactNode } from "react";
import { Interrupted } from "@/components/ui/interrupted";
import type { Phone } from "@/lib/phone/types";
import { ringingCall } from "./phone-facts";
import { PhoneContext, usePhoneState } from "./use-phone";
import { useRingNotice } from "./use-ring-notice";

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
  const rings = ringingCall(usePhoneState()) !== null;
  return <Interrupted value={rings}>{children}</Interrupted>;
}
