"use client";

import { Bell, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { focusAround } from "@/components/ui/focus";
import { IconButton } from "@/components/ui/icon-button";
import { useNotificationPermission } from "../notifications/use-notification-permission";
import { ReadyLine } from "./ready-line";

const key = "notification-offer";
const never = () => () => {};

/** Storage that is switched off remembers nothing: then the offer comes back with the next page. */
function wasDismissed(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function rememberDismissal(): void {
  try {
    localStorage.setItem(key, "dismissed");
  } catch {}
}

/** Offers notifications to somebody who has neither allowed nor refused them, until told not to. */
export function NotificationOffer() {
  const t = useTranslations("phone.ready");
  const { permission, ask } = useNotificationPermission();
  const before = useSyncExternalStore(never, wasDismissed, () => true);
  const [now, setNow] = useState(false);
  if (permission !== "default" || before || now) return null;
  return (
    <ReadyLine
      icon={<Bell aria-hidden />}
      text={t("notify")}
      action={
        <>
          <Button
            size="small"
            tone="outline"
            onClick={({ currentTarget }) => {
              focusAround(currentTarget);
              void ask();
            }}
          >
            {t("notifyAllow")}
          </Button>
          <IconButton
            label={t("notifyDismiss")}
            className="-mx-2 size-9"
            onClick={({ currentTarget }) => {
              focusAround(currentTarget);
              rememberDismissal();
              setNow(true);
            }}
          >
            <X aria-hidden />
          </IconButton>
        </>
      }
    />
  );
}
