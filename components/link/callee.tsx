"use client";

import { UserX } from "lucide-react";
import { useTranslations } from "next-intl";
import { personQuery, usePersonOnScreen } from "@/components/api/people";
import { useServerState } from "@/components/api/server-state";
import { Banner } from "@/components/ui/banner";
import { EmptyState } from "@/components/ui/empty-state";
import { LiveRegion } from "@/components/ui/live-region";
import { LoadFailure } from "@/components/ui/load-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { CalleeCard } from "./callee-card";
import { ToPhone } from "./to-phone";

/** The person of a call link, kept up to date, or why they cannot be shown. */
export function Callee({ username }: { username: string }) {
  const t = useTranslations();
  const { data, failure, refresh } = useServerState(personQuery(username));
  usePersonOnScreen(data);
  // An invalid username is shown like one that does not exist.
  const unknown = failure === "not_found" || failure === "bad_request";
  return (
    <div className="grid w-full max-w-sm grid-cols-[minmax(0,1fr)] gap-4">
      <LiveRegion>
        {unknown && (
          <EmptyState
            icon={<UserX />}
            level="h1"
            title={t("link.unknownTitle", { username })}
            lead={t("link.unknownLead")}
            action={<ToPhone />}
          />
        )}
        {failure && !unknown && !data && (
          <LoadFailure
            level="h1"
            title={t("link.failed")}
            lead={t(`errors.${failure}`)}
            onTryAgain={() => void refresh()}
            otherAction={<ToPhone />}
          />
        )}
        {failure && !unknown && data && <Banner>{t("link.stale")}</Banner>}
      </LiveRegion>
      {!data && !failure && <Looking username={username} />}
      {data && !unknown && <CalleeCard person={data} />}
    </div>
  );
}

function Looking({ username }: { username: string }) {
  const t = useTranslations();
  return (
    <div>
      <h1 className="sr-only">{t("link.title", { name: `@${username}` })}</h1>
      <p className="sr-only">{t("app.loading")}</p>
      <Skeleton className="h-80 rounded-3xl" />
    </div>
  );
}
