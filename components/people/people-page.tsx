"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Page } from "@/components/ui/page";
import { SearchBox } from "@/components/ui/search-box";
import { ListSkeleton } from "@/components/ui/skeleton";
import { PeopleList } from "./people-list";
import { PeopleStatus } from "./people-status";
import { usePeople } from "./use-people";

/** The first page: the people I can call. */
export function PeoplePage() {
  const t = useTranslations();
  const [query, setQuery] = useState("");
  const { shown, answered, more, everybody, failure, refresh } = usePeople(query);
  const here = everybody?.filter(({ presence }) => presence !== "away").length ?? 0;
  return (
    <Page
      title={t("people.title")}
      aside={here > 0 && <Badge tone="green">{t("people.count", { count: here })}</Badge>}
    >
      <div className="mt-5">
        <SearchBox
          label={t("people.find")}
          placeholder={t("people.findPlaceholder")}
          value={query}
          onChange={setQuery}
        />
      </div>
      <PeopleStatus
        shown={shown}
        answered={answered}
        query={query.trim()}
        failure={failure}
        onTryAgain={() => void refresh()}
      />
      {!shown && !failure && <ListSkeleton rows={5} label={t("app.loading")} />}
      {shown && shown.length > 0 && <PeopleList people={shown} />}
      {more && <p className="mt-4 text-soft text-sm">{t("people.more")}</p>}
    </Page>
  );
}
