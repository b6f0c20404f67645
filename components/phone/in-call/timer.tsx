"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { formatDuration, isoDuration } from "@/components/ui/duration";
import { useSecondsSince } from "@/components/ui/use-now";

/** How long a call has lasted, from `since` (ms since the epoch). */
export function CallTimer({ since, className }: { since: number; className?: string }) {
  const t = useTranslations("phone");
  const seconds = useSecondsSince(since);
  return (
    <span
      role="timer"
      translate="no"
      aria-label={t("timer")}
      aria-live="off"
      className={cn("tabular-nums", className)}
    >
      <time dateTime={isoDuration(seconds)}>{formatDuration(seconds)}</time>
    </span>
  );
}
