"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { SignOutDialog } from "@/components/sign-out/sign-out-dialog";
import { useSignOut } from "@/components/sign-out/use-sign-out";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Section } from "./section";

/** Signs out of this device, or of all devices. */
export function AccountSettings() {
  const t = useTranslations("settings");
  const { signOut, signOutEverywhere, endsCall } = useSignOut();
  const [asking, setAsking] = useState<"here" | "everywhere" | null>(null);
  const here = useRef<HTMLButtonElement>(null);
  const everywhere = useRef<HTMLButtonElement>(null);
  return (
    <Section title={t("account")}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-[15px]">{t("signOutLead")}</p>
        <Button
          ref={here}
          size="small"
          tone="outline"
          onClick={() => (endsCall() ? setAsking("here") : void signOut())}
        >
          {t("signOut")}
        </Button>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-[15px]">{t("everywhereLead")}</p>
        <Button
          ref={everywhere}
          size="small"
          tone="outline"
          className="text-red-text"
          onClick={() => setAsking("everywhere")}
        >
          {t("everywhere")}
        </Button>
      </div>
      <SignOutDialog open={asking === "here"} onOpenChange={() => setAsking(null)} returnTo={here} />
      <ConfirmDialog
        open={asking === "everywhere"}
        onOpenChange={() => setAsking(null)}
        returnTo={everywhere}
        title={t("everywhereTitle")}
        lead={t("everywhereLead")}
        action={t("everywhere")}
        onConfirm={() => void signOutEverywhere()}
      />
    </Section>
  );
}
