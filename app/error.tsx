"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** A page that could not be rendered. What went wrong is in the server's log, never here. */
export default function PageError({ retry }: { retry: () => void }) {
  const t = useTranslations();
  return (
    <div className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        icon={<TriangleAlert />}
        title={t("pages.errorTitle")}
        lead={t("pages.errorLead")}
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
