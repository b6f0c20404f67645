"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { findPeople, forgetQuery, people } from "@/components/api/people";
import { useLive } from "@/components/api/use-live";
import { Badge } from "@/components/ui/badge";
import { Page } from "@/components/ui/page";
import { SearchBox } from "@/components/ui/search-box";
import { ListSkeleton } from "@/components/ui/skeleton";
import { knownOf } from "./match";
import { PeopleNews } from "./people-news";
import { PersonRow } from "./person-row";

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

  const here = data?.everybody?.filter(({ presence }) => presence !== "away").length ?? 0;
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
  // Until the server has answered this query, what is known of its answer is shown, and proves no absence.
  const answered = data?.query === query.trim();
  const shown = data && (answered ? data.people : knownOf(data, query.trim()));
  return (
    <>
      <PeopleNews shown={shown} answered={answered} query={query.trim()} />
      {!shown && !failure && <ListSkeleton rows={5} label={t("app.loading")} />}
      {shown && shown.length > 0 && (
        <ul className="-mx-3 mt-4 flex flex-col gap-0.5 max-sm:-mx-1">
          {shown.map((person) => (
            <PersonRow key={person.username} person={person} />
          ))}
        </ul>
      )}
      {answered && data.more && <p className="mt-4 text-soft text-sm">{t("people.more")}</p>}
    </>
  );
}
