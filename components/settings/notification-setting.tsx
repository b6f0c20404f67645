"use client";

import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";

type Permission = NotificationPermission | "unsupported";

const never = () => () => {};
const read = (): Permission => ("Notification" in window ? Notification.permission : "unsupported");

/** Asks for desktop notifications, by a click and never by itself. */
export function NotificationSetting() {
  const t = useTranslations("settings");
  const [, asked] = useState(0);
  const permission = useSyncExternalStore(never, read, (): Permission => "default");

  async function ask() {
    await Notification.requestPermission();
    asked((times) => times + 1);
  }

  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <p className="min-w-0 flex-1 basis-64 text-[15px] leading-relaxed">
        {t("notificationsLead")}
        {permission === "denied" && (
          <span className="mt-1 block text-amber-text text-sm">{t("notificationsDenied")}</span>
        )}
        {permission === "unsupported" && (
          <span className="mt-1 block text-soft text-sm">{t("notificationsUnsupported")}</span>
        )}
      </p>
      {permission === "default" && (
        <Button size="small" tone="outline" onClick={() => void ask()}>
          {t("notificationsAllow")}
        </Button>
      )}
      {permission === "granted" && <Badge tone="green">{t("notificationsGranted")}</Badge>}
    </div>
  );
}
