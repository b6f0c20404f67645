"use client";

import { useLocale, useTranslations } from "next-intl";
import { blocks, unblock } from "@/components/api/people";
import { useLive } from "@/components/api/use-live";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { Skeleton } from "@/components/ui/skeleton";
import { useAttempt } from "@/components/ui/use-attempt";
import type { Block } from "@/lib/contracts";
import { Section } from "./section";

/** Whom I have blocked, and the way back. */
export function BlockedPeople() {
  const t = useTranslations();
  const { data, failure } = useLive(blocks);
  return (
    <Section title={t("settings.blocked")}>
      {data === null && !failure && <Skeleton className="h-11" />}
      {data === null && failure && <p className="text-[15px] text-soft">{t(`errors.${failure}`)}</p>}
      {data?.length === 0 && <p className="text-[15px] text-soft">{t("settings.blockedEmpty")}</p>}
      {data && data.length > 0 && (
        <ul className="flex flex-col gap-4">
          {data.map((one) => (
            <BlockedRow key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function BlockedRow({ one }: { one: Block }) {
  const t = useTranslations();
  const locale = useLocale();
  const attempt = useAttempt();
  const name = one.displayName ?? t("settings.blockedAnonymous");
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(one.createdAt));

  async function end(button: HTMLElement) {
    const section = button.closest<HTMLElement>("section");
    if (await attempt(() => unblock(one.id))) takeLostFocus(section);
  }

  return (
    <li className="flex items-center gap-3.5">
      <Avatar name={one.displayName} seed={one.username} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-[13px] text-soft">
          {one.username && `@${one.username} · `}
          {t("settings.blockedSince", { date })}
        </p>
      </div>
      <Button
        size="small"
        tone="outline"
        aria-label={t("settings.unblockName", { name })}
        onClick={({ currentTarget }) => void end(currentTarget)}
      >
        {t("settings.unblock")}
      </Button>
    </li>
  );
}
