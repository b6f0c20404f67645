"use client";

import { useTranslations } from "next-intl";
import type { Peer, Problem } from "@/lib/phone/model/types";

/** The name of the other side: alone on the screen, and within a sentence (where Japanese adds さん). */
export function useNames() {
  const t = useTranslations();
  return {
    alone: (peer: Peer) => peer.name ?? t("app.anonymous"),
    inSentence: (peer: Peer) =>
      peer.name === null ? t("app.anonymousPeer") : t("phone.peer", { name: peer.name }),
  };
}

/** Makes one text of a problem: what went wrong, and what to do about it. */
export function useProblemSentence(): (problem: Problem) => string {
  const t = useTranslations("phone");
  return ({ code }) =>
    t("problemSentence", { what: t(`problem.${code}.what`), next: t(`problem.${code}.next`) });
}
