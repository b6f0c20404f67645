"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { createLater } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/skeleton";

const later = createLater(() => import("./guest-link-settings"));

/** How long (ms) after the phone has begun its work the section is loaded, so that the page is there sooner. */
const loadAfterMs = 3_000;

/** My guest links. The code comes when the page has opened. */
export function GuestLinks() {
  const t = useTranslations("guestLinks");
  const loaded = later.use();
  const hasOpened = usePhoneFact(({ kind }) => kind !== "off" && kind !== "starting");
  useEffect(() => {
    if (!hasOpened) return;
    const timer = setTimeout(() => void later.want(), loadAfterMs);
    return () => clearTimeout(timer);
  }, [hasOpened]);

  return (
    <>
      <p className="text-pretty text-[15px] text-soft">{t("lead")}</p>
      {loaded ? <loaded.GuestLinkSettings /> : <Skeleton className="h-11" />}
    </>
  );
}
