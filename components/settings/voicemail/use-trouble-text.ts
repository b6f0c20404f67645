"use client";

import { useTranslations } from "next-intl";
import { useProblemSentence } from "@/components/phone/hooks/use-names";
import type { RecorderTrouble } from "./use-recorder";

/** Makes one text of why there is no recording: what happened, and what to do about it. */
export function useTroubleText(): (trouble: RecorderTrouble) => string {
  const t = useTranslations();
  const sentence = useProblemSentence();
  return (trouble) => {
    if (typeof trouble === "object") return sentence(trouble);
    return trouble === "notLoaded" ? t("errors.network") : t(`settings.voicemail.greeting.${trouble}`);
  };
}
