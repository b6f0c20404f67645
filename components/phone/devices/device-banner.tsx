"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { NoticeButton } from "@/components/ui/notice-button";
import { useDevices, usePhone } from "../hooks/use-phone";

/** Shows which device was disconnected or did not open, and which one is used instead. */
export function DeviceBanner({ className }: { className?: string }) {
  const t = useTranslations("devices");
  const { devices } = usePhone();
  const { notice } = useDevices();
  if (!notice) return null;
  const lost = notice.lost || t("aDevice");
  const now = notice.now || t("theDefault");
  const action = <NoticeButton onClick={() => devices.dismissNotice()}>{t("dismiss")}</NoticeButton>;
  return (
    <Banner className={className} action={action}>
      {t(notice.why === "gone" ? "lost" : "failed", { lost, now })}
    </Banner>
  );
}
