"use client";

import { SearchX, ServerOff, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { findPeople, forgetQuery, people } from "@/components/api/people";
import { useLive } from "@/components/api/use-live";
import { useCopyCallLink } from "@/components/phone/use-copy-call-link";
import { useMe } from "@/components/shell/me-context";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { ListSkeleton } from "@/components/ui/skeleton";
import { matching } from "./match";
import { PersonRow } from "./person-row";
import { SearchBox } from "./search-box";

/** How long (ms) to wait for the next key before the server is asked. */
const typingPauseMs = 150;

/** The first page: whom I can call. */
export function PeoplePage() {
  const t = useTranslations("people");
  const [query, setQuery] = useState("");
  const { data } = useLive(people);

  useEffect(() => {
    const timer = setTimeout(() => findPeople(query.trim()), query === "" ? 0 : typingPauseMs);
    return () => clearTimeout(timer);
  }, [query]);
  useEffect(() => forgetQuery, []);

  const here = data?.people.filter(({ presence }) => presence !== "away").length ?? 0;
  return (
    <Page title={t("title")} aside={here > 0 && <Badge tone="green">{t("count", { count: here })}</Badge>}>
      <div className="mt-5">
        <SearchBox label={t("find")} placeholder={t("findPlaceholder")} value={query} onChange={setQuery} />
      </div>
      <PeopleList query={query} />
    </Page>
  );
}

function PeopleList({ query }: { query: string }) {
  const t = useTranslations();
  const { data, failure } = useLive(people);
  const { username } = useMe();
  const copyLink = useCopyCallLink();
  if (!data) {
    if (!failure) return <ListSkeleton rows={5} label={t("app.loading")} />;
    return (
      <EmptyState
        icon={<ServerOff />}
        title={t("people.failedTitle")}
        lead={t(`errors.${failure}`)}
        action={<Button onClick={() => void people.refresh()}>{t("app.tryAgain")}</Button>}
      />
    );
  }
  // Until the server has answered this query, the former answer shows what it has of it, and proves no absence.
  const pending = data.query !== query.trim();
  const shown = pending ? matching(data.people, query) : data.people;
  const nobody = shown.length === 0 && !pending;
  return (
    <>
      {failure && <Notice className="mt-4">{t("people.stale")}</Notice>}
      {shown.length > 0 && (
        <ul className="-mx-3 mt-4 flex flex-col gap-0.5 max-sm:-mx-1">
          {shown.map((person) => (
            <PersonRow key={person.username} person={person} />
          ))}
        </ul>
      )}
      {nobody && data.query !== "" && (
        <EmptyState
          icon={<SearchX />}
          title={t("people.noMatchTitle", { query: data.query })}
          lead={t("people.noMatchLead")}
        />
      )}
      {nobody && data.query === "" && (
        <EmptyState
          icon={<UserPlus />}
          title={t("people.emptyTitle")}
          lead={t("people.emptyLead")}
          action={
            <Button tone="primary" onClick={() => copyLink(username)}>
              {t("phone.ready.copyLink")}
            </Button>
          }
        />
      )}
      {data.more && !pending && <p className="mt-4 text-soft text-sm">{t("people.more")}</p>}
    </>
  );
}
