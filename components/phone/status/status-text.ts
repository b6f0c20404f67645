import type { useTranslations } from "next-intl";
import { formatDuration } from "@/components/ui/duration";
import { isMicrophoneProblem } from "@/lib/phone/problems";
import type { Peer, PhoneState } from "@/lib/phone/types";

export type PhoneTexts = ReturnType<typeof useTranslations<"phone">>;

/**
 * The phone's state in words. In English it begins as `lib/phone/types.ts` says of each variant. It never
 * holds a running time, so that a screen reader is not made to count.
 *
 * `nameOf` says how the other side is called within a sentence.
 */
export function statusText(
  state: PhoneState,
  t: PhoneTexts,
  nameOf: (peer: Peer) => string,
  doNotDisturb = false,
): string {
  switch (state.kind) {
    case "ready":
      return t(doNotDisturb ? "status.readyDnd" : "status.ready");
    case "elsewhere": {
      const { inCall, ringing } = state;
      if (ringing && !inCall) return t("status.elsewhereRings", { name: nameOf(ringing) });
      const status = t(inCall ? "status.elsewhereInCall" : "status.elsewhere");
      return ringing ? t("status.waiting", { status, name: nameOf(ringing) }) : status;
    }
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
      return t(`status.${state.kind}`, { name: nameOf(state.call.peer) });
    case "inCall":
    case "reconnecting": {
      const { call, waiting } = state.talk;
      const status = t(`status.${state.kind}`, { name: nameOf(call.peer) });
      return waiting ? t("status.waiting", { status, name: nameOf(waiting.peer) }) : status;
    }
    default:
      return t(`status.${state.kind}`);
  }
}
