"use client";

import { useTranslations } from "next-intl";
import { callQuery } from "@/components/api/calls";
import { useServerState } from "@/components/api/server-state";
import { formatDuration } from "@/components/ui/duration";

/** What became of my message. How long it is, is known once the voice network has reported it. */
export function MessageLeft({ callRef }: { callRef: string }) {
  const t = useTranslations("phone.ended.lead");
  const message = useServerState(callQuery(callRef)).data?.message;
  return (
    <span>{message ? t("messageLeft", { duration: formatDuration(message.seconds) }) : t("message")}</span>
  );
}
