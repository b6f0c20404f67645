"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { toast } from "sonner";
import { failureOf } from "@/components/api/request";

/**
 * Runs an action; when it fails says why in a toast. `done` is said when it succeeds. Resolves to whether it
 * did.
 */
export function useAttempt() {
  const t = useTranslations("errors");
  return useCallback(
    async (action: () => Promise<unknown>, done?: string): Promise<boolean> => {
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
