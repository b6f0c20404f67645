"use client";

import { AppWindow } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, type ButtonLook } from "@/components/ui/button";
import { focusAround } from "@/components/ui/focus";
import { usePhone } from "../hooks/use-phone";

/**
 * Brings the phone to this tab. `inCall`: the other tab was asked once, and would have to end its call. Then it is
 * another button with another text, so that a double click or a held Enter ends no call.
 */
export function UseHere({ inCall, ...look }: { inCall: boolean } & ButtonLook) {
  const t = useTranslations("phone.elsewhere");
  const phone = usePhone();
  return (
    <Button
      key={String(inCall)}
      {...look}
      onClick={({ currentTarget, detail }) => {
        if (detail > 1) return;
        focusAround(currentTarget);
        phone.takeOver();
      }}
    >
      <AppWindow aria-hidden />
      <span>{t(inCall ? "endAndUseHere" : "useHere")}</span>
    </Button>
  );
}
