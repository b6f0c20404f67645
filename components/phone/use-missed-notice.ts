"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { isAway, notify } from "./notify";
import { missedCall } from "./phone-facts";
import { useNames } from "./use-names";
import { usePhoneState } from "./use-phone";

/** Says that a call was missed, to somebody who does not look at this page and so does not see it here. */
export function useMissedNotice(): void {
  const t = useTranslations("phone.missed");
  const names = useNames();
  const call = missedCall(usePhoneState());
  const ref = call?.ref;
  const title = call ? t("notification", { name: names.inSentence(call.peer) }) : "";
  const body = t("notificationBody");
  useEffect(() => {
    if (ref && isAway()) notify({ title, body, tag: ref });
  }, [ref, title, body]);
}
