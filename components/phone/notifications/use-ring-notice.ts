"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ringingCall, talkOf } from "@/lib/phone/state/selectors";
import { useNames } from "../hooks/use-names";
import { usePhoneState } from "../hooks/use-phone";
import { startRingAlert } from "./ring-alert";

/** Calls for attention while a call rings and nobody looks at this page. */
export function useRingNotice(): void {
  const t = useTranslations("phone.incoming");
  const names = useNames();
  const state = usePhoneState();
  const call = ringingCall(state);
  const ref = call?.ref;
  const title = call ? t("notification", { name: names.inSentence(call.peer) }) : "";
  const body = t("notificationBody");
  const answer = t(talkOf(state) ? "endAndAnswer" : "answer");
  const decline = t("decline");
  useEffect(() => {
    if (!ref) return;
    return startRingAlert({
      title,
      body,
      ref,
      actions: [
        { action: "answer", title: answer },
        { action: "decline", title: decline },
      ],
    });
  }, [ref, title, body, answer, decline]);
}
