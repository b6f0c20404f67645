"use client";

import { useLocale, useTranslations } from "next-intl";
import { daysAgo } from "./days";

/** “Today”, “Yesterday”, or the date, with the year unless it is this year. */
export function DayHeading({ start }: { start: Date }) {
  const t = useTranslations("history");
  const locale = useLocale();
  const now = new Date();
  const ago = daysAgo(start, now);
  const date = new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(start.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(start);
  return (
    <h2 className="font-medium text-[13px] text-soft">
      {ago === 0 ? t("today") : ago === 1 ? t("yesterday") : date}
    </h2>
  );
}
