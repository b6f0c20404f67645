"use client";

import { useTranslations } from "next-intl";
import { PasskeyProblem } from "@/components/api/passkey-problem";
import { failureOf } from "@/components/api/request";

/** The text for anything that a request or a passkey throws. */
export function useFailureText(): (error: unknown) => string {
  const t = useTranslations();
  return (error) =>
    error instanceof PasskeyProblem ? t(`passkeys.problem.${error.reason}`) : t(`errors.${failureOf(error)}`);
}
