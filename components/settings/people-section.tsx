"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type ServerQuery, useServerState } from "@/components/api/server-state";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { PersonName } from "@/components/ui/person-name";
import { Skeleton } from "@/components/ui/skeleton";
import { Section } from "./section";

interface PeopleSectionProps<T> {
  title: string;
  /** The text for an empty list. */
  empty: string;
  list: ServerQuery<T[]>;
  row: (one: T) => ReactNode;
}

/** A list of the people I have allowed, or blocked. */
export function PeopleSection<T>({ title, empty, list, row }: PeopleSectionProps<T>) {
  const t = useTranslations("errors");
  const { data, failure } = useServerState(list);
  return (
    <Section title={title}>
      {data === null && !failure && <Skeleton className="h-11" />}
      {data === null && failure && <p className="text-[15px] text-soft">{t(failure)}</p>}
      {data?.length === 0 && <p className="text-[15px] text-soft">{empty}</p>}
      {data && data.length > 0 && <ul className="flex flex-col gap-4">{data.map(row)}</ul>}
    </Section>
  );
}

interface PersonLineProps {
  name: string;
  username: string | null;
  /** The name that the picture is made from; null: the anonymous picture. */
  pictureOf: string | null;
  note: string;
  /** The text of the button, and its accessible name. */
  action: { text: string; label: string };
  /** Takes the person off the list, and with them this row. */
  undo: () => Promise<void>;
}

/** One of these people, and the button that takes them off the list. */
export function PersonLine({ name, username, pictureOf, note, action, undo }: PersonLineProps) {
  const { busy, attempt } = useOneAttempt();

  async function end(button: HTMLElement) {
    const section = button.closest<HTMLElement>("section");
    if (await attempt(undo)) takeLostFocus(section);
  }

  return (
    <li className="flex items-center gap-3.5">
      <Avatar name={pictureOf} seed={username} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <PersonName name={name} />
        </p>
        <p className="truncate text-[13px] text-soft">{note}</p>
      </div>
      <Button
        size="small"
        tone="outline"
        aria-label={action.label}
        aria-busy={busy}
        onClick={({ currentTarget }) => void end(currentTarget)}
      >
        {action.text}
      </Button>
    </li>
  );
}
