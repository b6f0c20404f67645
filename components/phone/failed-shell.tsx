"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { BareCall } from "./in-call/bare-call";

/** In place of everything around the pages, if that fails: the call goes on, and can be ended. */
export function FailedShell({ onTryAgain }: { onTryAgain: () => void }) {
  const t = useTranslations();
  return (
    <main className="grid min-h-dvh content-center">
      <EmptyState
        icon={<TriangleAlert />}
        title={t("pages.errorTitle")}
        lead={t("pages.errorLead")}
        level="h1"
        action={
          <Button tone="primary" onClick={onTryAgain}>
            {t("app.tryAgain")}
          </Button>
        }
      />
      <BareCall />
    </main>
  );
}
