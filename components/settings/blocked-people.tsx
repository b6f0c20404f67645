"use client";

import { useLocale, useTranslations } from "next-intl";
import { blocksQuery, usePeopleActions } from "@/components/api/people";
import type { Block } from "@/lib/contracts";
import { PeopleSection, PersonLine } from "./people-section";

/** The people I have blocked. */
export function BlockedPeople() {
  const t = useTranslations("settings");
  return (
    <PeopleSection
      title={t("blocked")}
      empty={t("blockedEmpty")}
      list={blocksQuery}
      row={(one) => <BlockedLine key={one.id} one={one} />}
    />
  );
}

function BlockedLine({ one: { id, username, displayName, createdAt } }: { one: Block }) {
  const t = useTranslations("settings");
  const { unblock } = usePeopleActions();
  const locale = useLocale();
  const name = displayName ?? t("blockedAnonymous");
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(createdAt));
  const since = t("blockedSince", { date });
  return (
    <PersonLine
      name={name}
      username={username}
      pictureOf={displayName}
      note={username ? `@${username} · ${since}` : since}
      action={{ text: t("unblock"), label: t("unblockName", { name }) }}
      undo={() => unblock(id)}
    />
  );
}
