"use client";

import { Clock, PhoneMissed, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FailureCode } from "@/components/api/request";
import { Banner } from "@/components/ui/banner";
import { inSentence } from "@/components/ui/bidi";
import { EmptyState } from "@/components/ui/empty-state";
import { LiveRegion } from "@/components/ui/live-region";
import { LoadFailure } from "@/components/ui/load-failure";
import type { CallRecord } from "@/lib/contracts";

interface HistoryStatusProps {
  /** null: nothing is known yet. */
  calls: readonly CallRecord[] | null;
  /** `calls` is the answer to an earlier search. */
  pending: boolean;
  failure: FailureCode | null;
  query: string;
  missed: boolean;
  onTryAgain: () => void;
}

/** Messages about the list, in a live region because the focus stays in the search field. */
export function HistoryStatus({ calls, pending, failure, query, missed, onTryAgain }: HistoryStatusProps) {
  const t = useTranslations();
  const answered = calls !== null && !pending;
  const count = calls?.length ?? 0;
  return (
    <LiveRegion>
      {failure && calls && <Banner className="mt-4">{t("history.stale")}</Banner>}
      {failure && !calls && (
        <LoadFailure title={t("history.failedTitle")} lead={t(`errors.${failure}`)} onTryAgain={onTryAgain} />
      )}
      {answered && count === 0 && <NoCalls query={query} missed={missed} />}
      {answered && count > 0 && query !== "" && <p className="sr-only">{t("history.found", { count })}</p>}
    </LiveRegion>
  );
}

function NoCalls({ query, missed }: { query: string; missed: boolean }) {
  const t = useTranslations("history");
  if (query !== "")
    return <EmptyState icon={<SearchX />} title={t("noMatchTitle", { query: inSentence(query) })} />;
  if (missed)
    return <EmptyState icon={<PhoneMissed />} title={t("noMissedTitle")} lead={t("noMissedLead")} />;
  return <EmptyState icon={<Clock />} title={t("emptyTitle")} lead={t("emptyLead")} />;
}
