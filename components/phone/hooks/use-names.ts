"use client";

import { useTranslations } from "next-intl";
import { inSentence } from "@/components/ui/bidi";
import type { Peer, Problem } from "@/lib/phone/model/types";

/**
 * The name of the other side: alone on the screen, and within a sentence (where Japanese adds さん). `brief`: within a
 * sentence that may be cut.
 */
export function useNames() {
  const t = useTranslations();
  const within = (peer: Peer, longest?: number) =>
    peer.name === null ? t("app.anonymousPeer") : t("phone.peer", { name: inSentence(peer.name, longest) });
  return {
    alone: (peer: Peer) => peer.name ?? t("app.anonymous"),
    inSentence: (peer: Peer) => within(peer),
    brief: (peer: Peer) => within(peer, briefLength),
    /** What tells people of one name apart, for places that take text only: the username, or that it is a guest. */
    mark: (peer: Peer) => (peer.guest ? t("app.guest") : atUsername(peer)),
  };
}

/** How many characters of a name written from right to left fit into the status of a small screen. */
const briefLength = 16;

function atUsername({ username }: Peer): string | null {
  return username === null ? null : `@${username}`;
}

/** Short texts side by side, without those that are null. */
export function joined(...texts: (string | null)[]): string {
  return texts.filter((text) => text !== null).join(" · ");
}

/** Makes one text of a problem: what went wrong, and what to do about it. */
export function useProblemSentence(): (problem: Problem) => string {
  const t = useTranslations("phone");
  return ({ code }) =>
    t("problemSentence", { what: t(`problem.${code}.what`), next: t(`problem.${code}.next`) });
}
