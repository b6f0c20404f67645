"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { toast } from "sonner";
import { missedCall } from "@/lib/phone/state/selectors";
import { useNames } from "../hooks/use-names";
import { usePhoneState } from "../hooks/use-phone";
import { isAway, notify } from "./notify";

/**
 * Says that a call was missed: by a notification to somebody who does not look at this page, on the page itself to
 * somebody who talks meanwhile. Anybody else sees it on the phone.
 */
export function useMissedNotice(): void {
  const t = useTranslations("phone.missed");
  const names = useNames();
  const state = usePhoneState();
  const call = missedCall(state);
  const ref = call?.ref;
  const title = call ? t("notification", { name: names.inSentence(call.peer) }) : "";
  const body = t("notificationBody");
  const talks = "talk" in state;
  useEffect(() => {
    if (!ref) return;
    if (isAway()) notify({ title, body, tag: ref, ref, open: "/history" });
    if (talks) toast(title, { id: ref, description: body });
  }, [ref, title, body, talks]);
}
