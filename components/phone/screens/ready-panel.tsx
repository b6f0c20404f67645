"use client";

import { Link2, Moon } from "lucide-react";
import { useTranslations } from "next-intl";
import { patchMe } from "@/components/api/me";
import { useMe } from "@/components/api/me-context";
import { useAttempt } from "@/components/api/use-attempt";
import { DeviceNotice } from "@/components/devices/device-notice";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { News } from "@/components/ui/news";
import { useCopyCallLink } from "../hooks/use-copy-call-link";
import { Between } from "./call-illustration";
import { NotificationOffer } from "./notification-offer";
import { Stage } from "./panel-frame";
import { ReadyLine } from "./ready-line";
import { SoundOffer } from "./sound-offer";

/** Nothing is going on: an invitation. */
export function ReadyPanel() {
  const t = useTranslations("phone.ready");
  const { username, doNotDisturb } = useMe();
  const copyLink = useCopyCallLink();
  const attempt = useAttempt();

  async function disturb(button: HTMLElement) {
    const phone = button.closest<HTMLElement>("[data-phone]");
    if (await attempt(() => patchMe({ doNotDisturb: false }))) takeLostFocus(phone);
  }

  return (
    <Stage
      controls={
        <Button tone="outline" onClick={() => copyLink(username)}>
          <Link2 aria-hidden />
          {t("copyLink")}
        </Button>
      }
    >
      <Between peer={null} mood="slack" />
      <div className="max-w-80">
        <h2 className="font-semibold text-2xl">{t("title")}</h2>
        <p className="mt-2.5 text-[15px] text-soft leading-relaxed">{t("lead")}</p>
      </div>
      {doNotDisturb && (
        <ReadyLine
          icon={<Moon aria-hidden />}
          text={t("dnd")}
          action={
            <Button size="small" tone="outline" onClick={({ currentTarget }) => void disturb(currentTarget)}>
              {t("dndOff")}
            </Button>
          }
        />
      )}
      <News>
        <DeviceNotice />
      </News>
      <SoundOffer />
      <NotificationOffer />
    </Stage>
  );
}
