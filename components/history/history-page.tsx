"use client";

import { Clock, PhoneMissed, SearchX, ServerOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SearchBox } from "@/components/people/search-box";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Segments } from "@/components/ui/segments";
import { ListSkeleton } from "@/components/ui/skeleton";
import { CallRow } from "./call-row";
import { DayHeading } from "./day-heading";
import { groupByDay } from "./days";
import { useCalls } from "./use-calls";
import { useSeen } from "./use-seen";

/** Every call I made or got. Being here is having seen the missed ones. */
export function HistoryPage() {
  const t = useTranslations("history");
  const [query, setQuery] = useState("");
  const [missed, setMissed] = useState(false);
  useSeen();

  return (
    <Page
      title={t("title")}
      aside={
        <Segments
          label={t("filter")}
          value={missed ? "missed" : "all"}
          options={[
            { value: "all", text: t("all") },
            { value: "missed", text: t("missedOnly") },
          ]}
          onChange={(value) => setMissed(value === "missed")}
        />
      }
    >
      <div className="mt-5">
        <SearchBox label={t("find")} placeholder={t("findPlaceholder")} value={query} onChange={setQuery} />
      </div>
      <CallList query={query} missed={missed} />
    </Page>
  );
}

function CallList({ query, missed }: { query: string; missed: boolean }) {
  const t = useTranslations();
  const { calls, pending, failure, refresh, showMore } = useCalls(query, missed);

  if (!calls) {
    if (!failure) return <ListSkeleton rows={6} label={t("app.loading")} />;
    return (
      <EmptyState
        icon={<ServerOff />}
        title={t("history.failedTitle")}
        lead={t(`errors.${failure}`)}
        action={<Button onClick={() => void refresh()}>{t("app.tryAgain")}</Button>}
      />
    );
  }
  return (
    <>
      {failure && <Notice className="mt-4">{t("history.stale")}</Notice>}
      {calls.length === 0 && !pending && <NoCalls query={query.trim()} missed={missed} />}
      {groupByDay(calls).map((day) => (
        <section key={day.start.getTime()} className="mt-7">
          <DayHeading start={day.start} />
          <ul className="-mx-3 mt-1.5 flex flex-col gap-0.5 max-sm:-mx-1">
            {day.calls.map((call) => (
              <CallRow key={call.ref} call={call} onChanged={() => void refresh()} />
            ))}
          </ul>
        </section>
      ))}
      {showMore && (
        <div className="mt-8 text-center">
          <Button onClick={() => void showMore()}>{t("history.showMore")}</Button>
        </div>
      )}
    </>
  );
}

function NoCalls({ query, missed }: { query: string; missed: boolean }) {
  const t = useTranslations("history");
  if (query !== "") return <EmptyState icon={<SearchX />} title={t("noMatchTitle", { query })} />;
  if (missed)
    return <EmptyState icon={<PhoneMissed />} title={t("noMissedTitle")} lead={t("noMissedLead")} />;
  return <EmptyState icon={<Clock />} title={t("emptyTitle")} lead={t("emptyLead")} />;
}
