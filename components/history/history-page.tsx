"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { CallsShown } from "@/components/api/calls";
import { Button } from "@/components/ui/button";
import { handsFocusOn } from "@/components/ui/focus";
import { createLater } from "@/components/ui/later";
import { Page } from "@/components/ui/page";
import { SearchBox } from "@/components/ui/search-box";
import { Segments } from "@/components/ui/segments";
import { ListSkeleton } from "@/components/ui/skeleton";
import { CallRow } from "./call-row";
import { DayHeading } from "./day-heading";
import { groupByDay } from "./days";
import { HistoryStatus } from "./history-status";
import { useCalls } from "./use-calls";
import { useFirstNew } from "./use-first-new";
import { useSeen } from "./use-seen";

const pushOffer = createLater(() => import("@/components/phone/notifications/push-offer"));

/** All calls I made or got, with the messages that were left for me. Opening this page marks the missed ones as seen. */
export function HistoryPage() {
  const t = useTranslations("history");
  const [query, setQuery] = useState("");
  const [show, setShow] = useState<CallsShown>("all");
  useSeen();

  return (
    <Page
      title={t("title")}
      aside={
        <Segments
          label={t("filter")}
          value={show}
          options={[
            { value: "all", text: t("all") },
            { value: "missed", text: t("missedOnly") },
            { value: "messages", text: t("messagesOnly") },
          ]}
          onChange={setShow}
        />
      }
    >
      <div className="mt-5">
        <SearchBox label={t("find")} placeholder={t("findPlaceholder")} value={query} onChange={setQuery} />
      </div>
      <CallList query={query} show={show} />
    </Page>
  );
}

function CallList({ query, show }: { query: string; show: CallsShown }) {
  const t = useTranslations();
  const { calls, pending, failure, refresh, more, busy, showMore } = useCalls(query, show);
  const asking = busy || pending;
  const { list, toFirstNew } = useFirstNew(calls);
  const offer = pushOffer.use();
  const hasMissed = calls?.some((call) => call.missed) ?? false;
  useEffect(() => {
    if (hasMissed) void pushOffer.want();
  }, [hasMissed]);

  return (
    <>
      <HistoryStatus
        calls={calls}
        pending={pending}
        failure={failure}
        query={query.trim()}
        show={show}
        onTryAgain={() => void refresh()}
      />
      {hasMissed && offer && <offer.PushOffer />}
      {!calls && !failure && <ListSkeleton rows={6} label={t("app.loading")} />}
      <div ref={list} tabIndex={-1} className="outline-none">
        {groupByDay(calls ?? []).map((day) => (
          <section key={day.start.getTime()} className="mt-7">
            <DayHeading start={day.start} />
            <ul className="-mx-3 mt-1.5 flex flex-col gap-0.5 max-sm:-mx-1">
              {day.calls.map((call) => (
                <CallRow key={call.ref} call={call} onChanged={() => void refresh()} />
              ))}
            </ul>
          </section>
        ))}
        {more && (
          <div className="mt-8 text-center">
            <Button ref={handsFocusOn} aria-busy={asking} onClick={() => asking || toFirstNew(showMore())}>
              {t("history.showMore")}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
