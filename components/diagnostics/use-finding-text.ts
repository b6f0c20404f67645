"use client";

import { useTranslations } from "next-intl";
import type { Step } from "./steps";

type Found = Extract<Step, { status: "failed" | "warning" }>;

/** What a check found wrong and what to do about it, in words. */
export function useFindingText(): (found: Found) => { what: string; next: string } {
  const t = useTranslations();
  return ({ code, detail }) => {
    switch (code) {
      case "server_part": {
        const part = t(detail === "database" ? "diagnostics.part.database" : "diagnostics.part.voice");
        return {
          what: t("diagnostics.finding.server_part.what", { part }),
          next: t("diagnostics.finding.server_part.next"),
        };
      }
      case "mic_silent":
      case "sound_blocked":
      case "media_poor":
        return { what: t(`diagnostics.finding.${code}.what`), next: t(`diagnostics.finding.${code}.next`) };
      default:
        return { what: t(`phone.problem.${code}.what`), next: t(`phone.problem.${code}.next`) };
    }
  };
}
