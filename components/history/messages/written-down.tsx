"use client";

import { useTranslations } from "next-intl";
import { useServerState } from "@/components/api/server-state";
import { voicemailsQuery } from "@/components/api/voicemails";

/** What the voice network has written down of the message, if it has. */
export function WrittenDown({ id }: { id: string }) {
  const t = useTranslations("history.message");
  const { data } = useServerState(voicemailsQuery);
  const text = data?.messages.find((message) => message.id === id)?.transcription;
  if (!text) return null;
  return (
    <figure className="mt-2 px-1 text-[15px] leading-relaxed">
      <blockquote className="whitespace-pre-line break-words">{text}</blockquote>
      <figcaption className="mt-1 text-[13px] text-soft">{t("writtenDown")}</figcaption>
    </figure>
  );
}
