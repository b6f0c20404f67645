"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { PresenceState } from "@/lib/contracts";

const dots: Record<PresenceState, string> = {
  here: "bg-green",
  in_call: "bg-amber",
  dnd: "bg-red",
  away: "bg-transparent ring-2 ring-control ring-inset",
};

/** The dot on a person's picture. Its meaning is written beside it. */
export function PresenceDot({ presence, className }: { presence: PresenceState; className?: string }) {
  return <span aria-hidden className={cn("block size-3 rounded-full", dots[presence], className)} />;
}

/** Whether a person can be reached, in words. */
export function PresenceText({ presence }: { presence: PresenceState }) {
  const t = useTranslations("people.presence");
  return <span>{t(presence)}</span>;
}
