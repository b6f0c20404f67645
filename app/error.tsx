"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** The texts for failures that the server names (`digest` of `lib/db/query-error.ts`). */
const known = {
  database_unavailable: ["pages.databaseTitle", "pages.databaseLead"],
  database_not_migrated: ["pages.migrationTitle", "pages.migrationLead"],
} as const;

const isKnown = (digest: string | undefined): digest is keyof typeof known =>
  digest !== undefined && digest in known;

interface PageErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** Shown when a page fails to render. The cause is in the server's log; no more of it is shown than its kind. */
export default function PageError({ error: { digest }, retry }: PageErrorProps) {
  const t = useTranslations();
  const [title, lead] = isKnown(digest) ? known[digest] : (["pages.errorTitle", "pages.errorLead"] as const);
  return (
    <div className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        icon={<TriangleAlert />}
        title={t(title)}
        lead={t(lead)}
        level="h1"
        action={
          <Button tone="primary" onClick={() => retry()}>
            {t("app.tryAgain")}
          </Button>
        }
      />
    </div>
  );
}
