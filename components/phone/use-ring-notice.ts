"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ringingCall } from "./phone-facts";
import { startRingNotice } from "./ring-notice";
import { useNames } from "./use-names";
import { usePhoneState } from "./use-phone";

/** Calls for attention while a call rings and nobody looks at this page. */
export function useRingNotice(): void {
  const t = useTranslations("phone.incoming");
  const names = useNames();
  const call = ringingCall(usePhoneState());
  const ref = call?.ref;
  const title = call ? t("notification", { name: names.inSentence(call.peer) }) : "";
  const body = t("notificationBody");
  useEffect(() => {
    if (ref) return startRingNotice({ title, body });
  }, [ref, title, body]);
}
