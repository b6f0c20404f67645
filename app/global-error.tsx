"use client";

import { TriangleAlert } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { lastResort } from "@/lib/i18n/last-resort";
import { pickLocale } from "@/lib/i18n/locales";
import "./globals.css";

const never = () => () => {};

/** Replaces the whole document when the root layout fails, so it must not use anything that the layout provides. */
export default function GlobalError({ retry }: { retry: () => void }) {
  const locale = useSyncExternalStore(
    never,
    () => pickLocale(undefined, navigator.languages.join(",")),
    () => "en" as const,
  );
  const text = lastResort[locale];
  return (
    <html lang={locale}>
      <body className="bg-paper">
        <main className="grid min-h-dvh place-items-center">
          <EmptyState
            icon={<TriangleAlert />}
            title={text.title}
            lead={text.lead}
            level="h1"
            action={
              <Button tone="primary" onClick={() => retry()}>
                {text.tryAgain}
              </Button>
            }
          />
        </main>
      </body>
    </html>
  );
}
