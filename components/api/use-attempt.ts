"use client";

import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";
import { toast } from "@/components/ui/toast";
import { failureOf } from "./request";

type Attempt = (action: () => Promise<unknown>, done?: string) => Promise<boolean>;

/**
 * Runs an action and, when it fails, shows the reason in a toast. `done`: the toast when it succeeds. Resolves to
 * whether it succeeded.
 */
export function useAttempt(): Attempt {
  const t = useTranslations("errors");
  return useCallback(
    async (action, done) => {
      try {
        await action();
        if (done) toast.success(done);
        return true;
      } catch (error) {
        toast.error(t(failureOf(error)));
        return false;
      }
    },
    [t],
  );
}

/**
 * As {@link useAttempt}, one at a time: a button that is pressed twice does its work once. `busy` is for `aria-busy`,
 * not for `disabled`: a disabled button loses the focus.
 */
export function useOneAttempt(): { busy: boolean; attempt: Attempt } {
  const run = useAttempt();
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const attempt = useCallback<Attempt>(
    async (action, done) => {
      if (underWay.current) return false;
      underWay.current = true;
      setBusy(true);
      try {
        return await run(action, done);
      } finally {
        underWay.current = false;
        setBusy(false);
      }
    },
    [run],
  );
  return { busy, attempt };
}
