"use client";

import { Bell, VolumeX, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { focusAround } from "@/components/ui/focus";
import { IconButton } from "@/components/ui/icon-button";
import { NoticeButton } from "@/components/ui/notice-button";
import { usePhone, useSoundHeld } from "../hooks/use-phone";
import { useNotificationPermission } from "../notifications/use-notification-permission";

interface ReadyNoticeProps {
  icon: ReactNode;
  text: string;
  action: ReactNode;
}

/** A notice while the phone is ready, with its button. */
export function ReadyNotice({ icon, text, action }: ReadyNoticeProps) {
  return (
    <div className="flex w-full max-w-80 items-center gap-3 rounded-2xl bg-sunken px-4 py-3 text-left text-sm [&>svg]:size-[18px] [&>svg]:shrink-0 [&>svg]:text-soft">
      {icon}
      <p className="min-w-0 flex-1 leading-snug">{text}</p>
      {action}
    </div>
  );
}

/** Warns that the next call would ring unheard. Any click on the page solves that; the button invites to one. */
export function SoundOffer() {
  const t = useTranslations("phone");
  const phone = usePhone();
  const held = useSoundHeld();
  if (!held) return null;
  return (
    <ReadyNotice
      icon={<VolumeX aria-hidden />}
      text={t("ready.soundHeld")}
      action={<NoticeButton onClick={() => phone.enableSound()}>{t("incoming.enableSound")}</NoticeButton>}
    />
  );
}

const key = "notification-offer";
const never = () => () => {};

/** Where storage is switched off, nothing is remembered and the offer comes back with the next page load. */
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

/** Offers notifications to a user who has neither allowed nor refused them, until they dismiss the offer. */
export function NotificationOffer() {
  const t = useTranslations("phone.ready");
  const { permission, ask } = useNotificationPermission();
  const before = useSyncExternalStore(never, wasDismissed, () => true);
  const [now, setNow] = useState(false);
  if (permission !== "default" || before || now) return null;
  return (
    <ReadyNotice
      icon={<Bell aria-hidden />}
      text={t("notify")}
      action={
        <>
          <NoticeButton onClick={() => void ask()}>{t("notifyAllow")}</NoticeButton>
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
