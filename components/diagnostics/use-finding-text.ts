"use client";

import { useTranslations } from "next-intl";
import { type ServerPart, serverParts } from "./check-server";
import type { Step } from "./steps";

type Found = Extract<Step, { status: "failed" | "warning" }>;

/**
 * The phone's advice for these codes points to Diagnostics, or to a next try or call that Diagnostics does not make.
 * On this page they have advice of their own: `diagnostics.next.<code>`.
 */
const ownAdvice = [
  "server_unreachable",
  "network_down",
  "register_timeout",
  "connect_timeout",
  "token_refused",
  "signalling_lost",
  "media_failed",
  "connection_lost",
  "slept",
  "unknown",
] as const;

type OwnAdvice = (typeof ownAdvice)[number];

/** Whether `diagnostics.next` has an advice for this code. */
export function hasOwnAdvice(code: string): code is OwnAdvice {
  return ownAdvice.some((one) => one === code);
}

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
