"use client";

import { useTranslations } from "next-intl";
import { useNames } from "@/components/phone/hooks/use-names";
import { usePhoneState } from "@/components/phone/hooks/use-phone";
import { StatusLine } from "@/components/phone/status/phone-status";
import { statusText } from "@/components/phone/status/status-text";

/** The guest's phone in words. What comes before the call is no state to think about: the call is on its way. */
export function GuestStatus() {
  const t = useTranslations();
  const phone = useTranslations("phone");
  const state = usePhoneState();
  const names = useNames();
  const isOnTheWay = state.kind === "off" || state.kind === "starting" || state.kind === "ready";
  const text = isOnTheWay ? t("guest.connecting") : statusText(state, phone, names.brief);
  return <StatusLine state={state} text={text} className="flex-1" />;
}
