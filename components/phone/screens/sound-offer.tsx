"use client";

import { VolumeX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { focusAround } from "@/components/ui/focus";
import { usePhone, useSoundHeld } from "../hooks/use-phone";
import { ReadyLine } from "./ready-line";

/** Says that the next call would ring unheard. Any click on the page mends that; the button is one to aim at. */
export function SoundOffer() {
  const t = useTranslations("phone");
  const phone = usePhone();
  const held = useSoundHeld();
  if (!held) return null;
  return (
    <ReadyLine
      icon={<VolumeX aria-hidden />}
      text={t("ready.soundHeld")}
      action={
        <Button
          size="small"
          tone="outline"
          onClick={({ currentTarget }) => {
            focusAround(currentTarget);
            phone.enableSound();
          }}
        >
          {t("incoming.enableSound")}
        </Button>
      }
    />
  );
}
