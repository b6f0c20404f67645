"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { NoticeButton } from "@/components/ui/notice-button";
import type { TalkState } from "@/lib/phone/state/selectors";
import { usePhone } from "../hooks/use-phone";
import { qualitySentence } from "./quality-sentence";

/** The most important thing to know about the call now, as a sentence; null when all is well. */
export function useAdvice(state: TalkState | null): string | null {
  const t = useTranslations("phone");
  if (!state) return null;
  const { hint, quality } = state.talk;
  const warning = qualitySentence(quality);
  if (state.kind === "reconnecting") return t("reconnecting.hint");
  if (hint) return t(`hint.${hint}`);
  if (warning) return t(`quality.warning.${warning}`);
  return state.line.kind === "down" ? t("lineDown") : null;
}

/** Shows the advice, with the button that solves the problem, if there is one. */
export function Advice({ state }: { state: TalkState }) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const advice = useAdvice(state);
  if (!advice) return null;
  const hint = state.kind === "inCall" ? state.talk.hint : null;
  const unmute = <NoticeButton onClick={() => phone.setMuted(false)}>{t("unmuteNow")}</NoticeButton>;
  const retry = <NoticeButton onClick={() => phone.retry()}>{t("microphoneAgain")}</NoticeButton>;
  const stopped = hint === "microphone_stopped" || hint === "microphone_denied";
  return <Banner action={stopped ? retry : hint === "talking_while_muted" && unmute}>{advice}</Banner>;
}
