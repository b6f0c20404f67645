import type { useTranslations } from "next-intl";
import { isMicrophoneProblem } from "@/lib/phone/problems";
import type { PhoneState } from "@/lib/phone/types";
import { formatDuration } from "./duration";

export type PhoneTexts = ReturnType<typeof useTranslations<"phone">>;

/**
 * The phone's state in words. In English it begins as `lib/phone/types.ts` says of each variant. It never
 * holds a running time, so that a screen reader is not made to count.
 *
 * `name` is how the other side is called within a sentence; "" where there is no call.
 */
export function statusText(state: PhoneState, t: PhoneTexts, name: string): string {
  switch (state.kind) {
    case "ended": {
      if (state.outcome === null) return t("status.ended");
      const duration = formatDuration(state.durationSeconds);
      return t("status.endedWith", { outcome: t(`outcome.${state.outcome}`, { duration }) });
    }
    case "failed":
      // The line is up all the same, and calls come in.
      return t(isMicrophoneProblem(state.problem) ? "status.micFailed" : "status.failed");
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
    case "reconnecting":
      return t(`status.${state.kind}`, { name });
    default:
      return t(`status.${state.kind}`);
  }
}
