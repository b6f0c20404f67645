"use client";

import { useTranslations } from "next-intl";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { RoundButton } from "@/components/ui/round-button";
import { usePhone } from "../hooks/use-phone";

/** The large button that ends the call. */
export function HangUpButton() {
  const t = useTranslations("phone");
  const phone = usePhone();
  return (
    <RoundButton
      large
      tone="danger"
      icon={<HangUpIcon />}
      label={t("hangUp")}
      onClick={() => phone.hangUp()}
    />
  );
}
