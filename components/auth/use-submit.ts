"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { PasskeyProblem } from "@/components/api/passkey-problem";
import { type FailureCode, failureOf, RequestError } from "@/components/api/request";

/** Runs a sign-in, then loads the page it resolves to as a whole, so that every part knows who is signed in. */
export function useSubmit() {
  const t = useTranslations();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ code: FailureCode; text: string } | null>(null);

  // The browser may bring this page back from its back/forward cache, as it was when it was left.
  useEffect(() => {
    const onShow = ({ persisted }: PageTransitionEvent) => persisted && setBusy(false);
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);

  function explain(error: unknown): string {
    if (error instanceof PasskeyProblem) return t(`passkeys.problem.${error.reason}`);
    const wait = error instanceof RequestError ? error.retryAfterSeconds : null;
    const code = failureOf(error);
    return code === "rate_limited" && wait ? t("auth.waitAndRetry", { seconds: wait }) : t(`errors.${code}`);
  }

  async function submit(enter: () => Promise<string>): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      window.location.assign(await enter());
      // Stays busy: another page is about to be loaded.
    } catch (error) {
      setFailure({ code: failureOf(error), text: explain(error) });
      setBusy(false);
    }
  }

  return { busy, failure, submit };
}
