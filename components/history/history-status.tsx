"use client";

import { Clock, PhoneMissed, SearchX, Voicemail } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CallsShown } from "@/components/api/calls";
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
  show: CallsShown;
  onTryAgain: () => void;
}

/** Messages about the list, in a live region because the focus stays in the search field. */
export function HistoryStatus({ calls, pending, failure, query, show, onTryAgain }: HistoryStatusProps) {
  const t = useTranslations();
  const answered = calls !== null && !pending;
  const count = calls?.length ?? 0;
  return (
    <LiveRegion>
      {failure && calls && <Banner className="mt-4">{t("history.stale")}</Banner>}
      {failure && !calls && (
        <LoadFailure title={t("history.failedTitle")} lead={t(`errors.${failure}`)} onTryAgain={onTryAgain} />
      )}
      {answered && count === 0 && <NoCalls query={query} show={show} />}
      {answered && count > 0 && query !== "" && <p className="sr-only">{t("history.found", { count })}</p>}
    </LiveRegion>
  );
}

function NoCalls({ query, show }: { query: string; show: CallsShown }) {
  const t = useTranslations("history");
  if (query !== "")
    return <EmptyState icon={<SearchX />} title={t("noMatchTitle", { query: inSentence(query) })} />;
  if (show === "messages")
    return <EmptyState icon={<Voicemail />} title={t("noMessagesTitle")} lead={t("noMessagesLead")} />;
  if (show === "missed")
    return <EmptyState icon={<PhoneMissed />} title={t("noMissedTitle")} lead={t("noMissedLead")} />;
  return <EmptyState icon={<Clock />} title={t("emptyTitle")} lead={t("emptyLead")} />;
}
