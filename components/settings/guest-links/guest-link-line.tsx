"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useGuestLinkActions } from "@/components/api/guest-links";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { takeLostFocus } from "@/components/ui/focus";
import { PersonName } from "@/components/ui/person-name";
import type { GuestLink, GuestLinkState } from "@/lib/contracts";

const tones = { open: "green", used: "neutral", expired: "neutral" } as const satisfies Record<
  GuestLinkState,
  string
>;

/** One of my links: for whom it is, whether it works, until when, its calls, and the button that withdraws it. */
export function GuestLinkLine({ link }: { link: GuestLink }) {
  const t = useTranslations("guestLinks");
  const { withdraw } = useGuestLinkActions();
  const { busy, attempt } = useOneAttempt();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = link.label === "" ? t("noLabel") : link.label;

  async function confirm() {
    const section = button.current?.closest<HTMLElement>("section");
    if (await attempt(() => withdraw(link.id), t("withdrawn"))) takeLostFocus(section);
  }

  return (
    <li className="flex items-center gap-3.5">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <PersonName name={label} className="font-medium" />
          <Badge tone={tones[link.state]}>{t(`state.${link.state}`)}</Badge>
        </div>
        <Facts link={link} />
      </div>
      <Button
        ref={button}
        size="small"
        tone="outline"
        aria-label={t("withdrawName", { label })}
        aria-busy={busy}
        onClick={() => setAsking(true)}
      >
        {t("withdraw")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        returnTo={button}
        title={t("withdrawTitle")}
        lead={
          <>
            <PersonName name={label} className="mb-1.5 font-medium text-ink" />
            <span>{t("withdrawLead")}</span>
          </>
        }
        action={t("withdraw")}
        onConfirm={() => void confirm()}
      />
    </li>
  );
}

/** Until when it works, for how many calls, and its calls so far, in one line. */
function Facts({ link: { once, state, expiresAt, calls, lastCallAt } }: { link: GuestLink }) {
  const t = useTranslations("guestLinks");
  const locale = useLocale();
  const date = (iso: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
  const facts = [
    state === "used" ? null : t("until", { time: date(expiresAt) }),
    once ? t("forOne") : null,
    t("count", { count: calls }),
    lastCallAt === null ? null : t("last", { time: date(lastCallAt) }),
  ];
  return <p className="text-[13px] text-soft">{facts.filter((fact) => fact !== null).join(" · ")}</p>;
}
