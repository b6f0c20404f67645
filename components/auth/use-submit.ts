"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { failureOf, RequestError } from "@/components/api/request";

/** Runs the way in, then loads the page it answers anew, so that every part knows who is signed in. */
export function useSubmit() {
  const t = useTranslations();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ code: string; text: string } | null>(null);

  // Back from where the way in led, out of the browser's page cache.
  useEffect(() => {
    const onShow = ({ persisted }: PageTransitionEvent) => persisted && setBusy(false);
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);

  function explain(error: unknown): string {
    const wait = error instanceof RequestError ? error.retryAfterSeconds : null;
    const code = failureOf(error);
    return code === "rate_limited" && wait ? t("auth.waitAndRetry", { seconds: wait }) : t(`errors.${code}`);
  }

  async function submit(enter: () => Promise<string>): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      window.location.assign(await enter());
      // Stays busy: the page is about to go.
    } catch (error) {
      setFailure({ code: failureOf(error), text: explain(error) });
      setBusy(false);
    }
  }

  return { busy, failure, submit };
}
