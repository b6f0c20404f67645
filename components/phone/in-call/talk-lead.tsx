"use client";

import { useTranslations } from "next-intl";
import type { Talk } from "@/lib/phone/model/types";
import { CallTimer } from "./timer";

/** How long the talk has lasted; in voicemail also that this is a message. */
export function TalkLead({ talk }: { talk: Talk }) {
  const t = useTranslations("phone.voicemail");
  if (!talk.voicemail) return <CallTimer since={talk.since} />;
  return (
    <span>
      <span>{t("lead")}</span>
      <span aria-hidden> · </span>
      <CallTimer since={talk.since} />
    </span>
  );
}
