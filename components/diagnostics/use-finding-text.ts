"use client";

import { useTranslations } from "next-intl";
import { hasOwnAdvice } from "./advice";
import { type ServerPart, serverParts } from "./check-server";
import type { Step } from "./steps";

type Found = Extract<Step, { status: "failed" | "warning" }>;

const partOf = (detail: string): ServerPart => serverParts.find((part) => part === detail) ?? "voice";

/** What a check found wrong and what to do about it, in words. */
export function useFindingText(): (found: Found) => { what: string; next: string } {
  const t = useTranslations();
  return ({ code, detail }) => {
    switch (code) {
      case "server_part": {
        const part = t(`diagnostics.part.${partOf(detail)}`);
        return {
          what: t("diagnostics.finding.server_part.what", { part }),
          next: t("diagnostics.finding.server_part.next"),
        };
      }
      case "mic_silent":
      case "sound_blocked":
      case "media_poor":
      case "notify_unasked":
      case "notify_blocked":
      case "notify_unsupported":
        return { what: t(`diagnostics.finding.${code}.what`), next: t(`diagnostics.finding.${code}.next`) };
      default: {
        const what = t(`phone.problem.${code}.what`);
        return {
          what,
          next: hasOwnAdvice(code) ? t(`diagnostics.next.${code}`) : t(`phone.problem.${code}.next`),
        };
      }
    }
  };
}
