"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useSignOut } from "@/components/shell/use-sign-out";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Section } from "./section";

/** Leaving: this device, or all of them. */
export function AccountSettings() {
  const t = useTranslations("settings");
  const { signOut, signOutEverywhere } = useSignOut();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Section title={t("account")}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-[15px]">{t("signOutLead")}</p>
        <Button size="small" tone="outline" onClick={() => void signOut()}>
          {t("signOut")}
        </Button>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-[15px]">{t("everywhereLead")}</p>
        <Button
          ref={button}
          size="small"
          tone="outline"
          className="text-red-text"
          onClick={() => setAsking(true)}
        >
          {t("everywhere")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        returnTo={button}
        title={t("everywhereTitle")}
        lead={t("everywhereLead")}
        action={t("everywhere")}
        onConfirm={() => void signOutEverywhere()}
      />
    </Section>
  );
}
