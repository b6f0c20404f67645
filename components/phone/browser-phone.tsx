"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { getPhone } from "@/lib/phone/browser";
import { attachExtras } from "@/lib/phone/extras/extras";
import { noPhone } from "./hooks/no-phone";
import { PhoneProvider } from "./phone-provider";

const never = () => () => {};

/** The phone of this tab. The server and the first paint have none; it starts once the page is hydrated. */
export function BrowserPhone({ children }: { children: ReactNode }) {
  const phone = useSyncExternalStore(never, getPhone, () => noPhone);
  const t = useTranslations("app");
  const [anonymous, app] = [t("anonymous"), t("name")];
  useEffect(() => phone.start(), [phone]);
  useEffect(() => attachExtras(phone, { anonymous, app }), [phone, anonymous, app]);
  return <PhoneProvider phone={phone}>{children}</PhoneProvider>;
}
