"use client";

import { UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { nameOfWhoIsHere, usePagePerson } from "@/components/api/person";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/**
 * The pages of one person. Once somebody else has signed in at another tab, nothing of that person is shown any more:
 * this says so, and offers to go on as the other one.
 */
export function PersonGuard({ username, children }: { username: string; children: ReactNode }) {
  return usePagePerson(username) === "other" ? <OtherPerson /> : children;
}

function OtherPerson() {
  const t = useTranslations("otherPerson");
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    // Without an answer the notice stays without a name.
    nameOfWhoIsHere().then(setName, () => undefined);
  }, []);
  return (
    <main className="grid min-h-dvh place-items-center">
      <div role="alert">
        <EmptyState
          icon={<UsersRound />}
          title={name ? t("title", { name }) : t("titleUnnamed")}
          lead={t("lead")}
          level="h1"
          action={
            <Button tone="primary" onClick={() => window.location.reload()}>
              {name ? t("goOn", { name }) : t("goOnUnnamed")}
            </Button>
          }
        />
      </div>
    </main>
  );
}
