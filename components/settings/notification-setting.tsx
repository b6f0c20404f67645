"use client";

import { useTranslations } from "next-intl";
import { useNotificationPermission } from "@/components/phone/notifications/use-notification-permission";
import { Badge } from "@/components/ui/badge";
import { NoticeButton } from "@/components/ui/notice-button";

/** Asks for permission to show notifications, only when clicked. */
export function NotificationSetting() {
  const t = useTranslations("settings");
  const { permission, ask } = useNotificationPermission();

  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <p className="min-w-0 flex-1 basis-64 text-[15px] leading-relaxed">
        <span>{t("notificationsLead")}</span>
        {permission === "denied" && (
          <span className="mt-1 block text-amber-text text-sm">{t("notificationsDenied")}</span>
        )}
        {permission === "unsupported" && (
          <span className="mt-1 block text-soft text-sm">{t("notificationsUnsupported")}</span>
        )}
      </p>
      {permission === "default" && (
        <NoticeButton onClick={() => void ask()}>{t("notificationsAllow")}</NoticeButton>
      )}
      {permission === "granted" && <Badge tone="green">{t("notificationsGranted")}</Badge>}
    </div>
  );
}
