"use client";

import { CirclePause, Link2, Moon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe, usePatchMe } from "@/components/api/me";
import { useAttempt } from "@/components/api/use-attempt";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { LiveRegion } from "@/components/ui/live-region";
import { DeviceBanner } from "../devices/device-banner";
import { useCopyCallLink } from "../hooks/use-copy-call-link";
import { CallIllustration } from "./call-illustration";
import { PanelFrame } from "./panel-frame";
import { NotificationOffer, ReadyNotice, SoundOffer } from "./ready-offers";

/** There is no call: an invitation to call, and notices that concern the next call to me. */
export function ReadyPanel() {
  const t = useTranslations("phone.ready");
  const { username, doNotDisturb, calling } = useMe();
  const copyLink = useCopyCallLink();
  const patchMe = usePatchMe();
  const attempt = useAttempt();

  async function allowCalls(button: HTMLElement) {
    const phone = button.closest<HTMLElement>("[data-phone]");
    if (await attempt(() => patchMe({ doNotDisturb: false }))) takeLostFocus(phone);
  }

  return (
    <PanelFrame
      controls={
        <Button tone="outline" onClick={() => copyLink(username)}>
          <Link2 aria-hidden />
          <span>{t("copyLink")}</span>
        </Button>
      }
    >
      <CallIllustration peer={null} look="slack" />
      <div className="max-w-80">
        <h2 className="font-semibold text-2xl">{t("title")}</h2>
        <p className="mt-2.5 text-[15px] text-soft leading-relaxed">{t("lead")}</p>
      </div>
      {doNotDisturb && (
        <ReadyNotice
          icon={<Moon aria-hidden />}
          text={t("dnd")}
          action={
            <Button
              size="small"
              tone="outline"
              onClick={({ currentTarget }) => void allowCalls(currentTarget)}
            >
              {t("dndOff")}
            </Button>
          }
        />
      )}
      <LiveRegion>
        {calling === "paused" && (
          <ReadyNotice icon={<CirclePause aria-hidden />} text={t("paused")} action={null} />
        )}
        <DeviceBanner />
      </LiveRegion>
      <SoundOffer />
      <NotificationOffer />
    </PanelFrame>
  );
}
