"use client";

import { SearchX, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe } from "@/components/api/me";
import type { FailureCode } from "@/components/api/request";
import { useCopyCallLink } from "@/components/phone/hooks/use-copy-call-link";
import { Banner } from "@/components/ui/banner";
import { inSentence } from "@/components/ui/bidi";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LiveRegion } from "@/components/ui/live-region";
import { LoadFailure } from "@/components/ui/load-failure";
import type { Person } from "@/lib/contracts";

interface PeopleStatusProps {
  /** null: nothing is known yet. */
  shown: readonly Person[] | null;
  /** The server has answered this query. */
  answered: boolean;
  query: string;
  failure: FailureCode | null;
  onTryAgain: () => void;
}

/** Messages about the list, in a live region because the focus stays in the search field. */
export function PeopleStatus({ shown, answered, query, failure, onTryAgain }: PeopleStatusProps) {
  const t = useTranslations();
  const { username } = useMe();
  const copyLink = useCopyCallLink();
  const isEmpty = answered && shown?.length === 0;
  return (
    <LiveRegion>
      {failure && shown && <Banner className="mt-4">{t("people.stale")}</Banner>}
      {failure && !shown && (
        <LoadFailure title={t("people.failedTitle")} lead={t(`errors.${failure}`)} onTryAgain={onTryAgain} />
      )}
      {isEmpty && query !== "" && (
        <EmptyState
          icon={<SearchX />}
          title={t("people.noMatchTitle", { query: inSentence(query) })}
          lead={t("people.noMatchLead")}
        />
      )}
      {isEmpty && query === "" && (
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
      {answered && shown && shown.length > 0 && query !== "" && (
        <p className="sr-only">{t("people.found", { count: shown.length })}</p>
      )}
    </LiveRegion>
  );
}
