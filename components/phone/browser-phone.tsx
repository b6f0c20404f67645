"use client";

import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { getPhone } from "@/lib/phone/browser";
import { noPhone } from "./no-phone";
import { PhoneProvider } from "./phone-provider";

const never = () => () => {};

/** The phone of this tab. The server, and the first paint, have none; it starts when the page is alive. */
export function BrowserPhone({ children }: { children: ReactNode }) {
  const phone = useSyncExternalStore(never, getPhone, () => noPhone);
  useEffect(() => phone.start(), [phone]);
  return <PhoneProvider phone={phone}>{children}</PhoneProvider>;
}
