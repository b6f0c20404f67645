import type { useTranslations } from "next-intl";
import { formatDuration } from "@/components/ui/duration";
import type { LineState, Peer, PhoneState } from "@/lib/phone/model/types";

/** While the line is up calls can still come in, although the last call out was not begun. */
const notPlacedKeys = {
  up: "status.micFailed",
  starting: "status.starting",
  down: "status.offline",
} as const satisfies Record<LineState["kind"], string>;

type PhoneTexts = ReturnType<typeof useTranslations<"phone">>;

/**
 * The phone's state in words. Never contains a running time, which a screen reader would read out each second.
 *
 * Tests and scripts rely on how it begins in English. "Offline": off, elsewhere, starting, offline, failed, and
 * notPlaced unless the line is up. "Ready": ready, notPlaced. "Calling": dialing. "Waking":
 * dialing, while closed devices of the other side are rung. "Leave a message": inCall with voicemail. "Ringing": ringing, incoming. "In call":
 * inCall. "Reconnecting": reconnecting. "Ended": ended.
 *
 * `nameOf` gives the other side's name as it is used within a sentence.
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
    case "notPlaced":
      return t(notPlacedKeys[state.line.kind]);
    case "dialing":
      return t(state.stage === "waking" ? "status.waking" : "status.dialing", {
        name: nameOf(state.call.peer),
      });
    case "ringing":
    case "incoming":
      return t(`status.${state.kind}`, { name: nameOf(state.call.peer) });
    case "inCall":
    case "reconnecting": {
      const { call, waiting, voicemail } = state.talk;
      const key = voicemail && state.kind === "inCall" ? "voicemail" : state.kind;
      const status = t(`status.${key}`, { name: nameOf(call.peer) });
      return waiting ? t("status.waiting", { status, name: nameOf(waiting.peer) }) : status;
    }
    case "off":
    case "starting":
    case "offline":
    case "failed":
      return t(`status.${state.kind}`);
  }
}
