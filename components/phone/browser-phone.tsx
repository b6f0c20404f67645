"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { getPhone } from "@/lib/phone/browser";
import { attachExtras } from "@/lib/phone/extras/extras";
import { noPhone } from "./hooks/no-phone";
import { PhoneProvider } from "./phone-provider";

/** There is one in the browser alone. */
const phoneHere = () => (typeof window === "undefined" ? noPhone : getPhone());

/**
 * The phone of this tab. It starts once the page is hydrated, unless it runs already. While the page is hydrated, the hooks
 * show the state that the server rendered (`use-phone.ts`). So only what the phone has changed is rendered again.
 */
export function BrowserPhone({ children }: { children: ReactNode }) {
  const [phone] = useState(phoneHere);
  const t = useTranslations("app");
  const [anonymous, guest, app] = [t("anonymous"), t("guest"), t("name")];
  useEffect(() => phone.start(), [phone]);
  useEffect(() => attachExtras(phone, { anonymous, guest, app }), [phone, anonymous, guest, app]);
  return <PhoneProvider phone={phone}>{children}</PhoneProvider>;
}
