import { useTranslations } from "next-intl";
import type { Refusal } from "@/lib/contracts";
import type { ProblemCode } from "@/lib/phone/model/types";

/** Problems whose usual advice leads to a page that guests do not have, or is for the operator. */
const ownAdvice = ["media_failed", "unknown", "not_set_up"] as const;
/** Refusals that speak of the person's own calls, where it is all calls by the link that count. */
const ownRefusals = ["calls_at_once", "call_quota"] as const;

/** Makes the texts of what a guest can do about a problem, and of why a call was refused. */
export function useAdvice() {
  const t = useTranslations();
  return {
    next(code: ProblemCode): string {
      const own = ownAdvice.find((one) => one === code);
      return own ? t(`guest.next.${own}`) : t(`phone.problem.${code}.next`);
    },
    refusal(refusal: Refusal): string {
      const own = ownRefusals.find((one) => one === refusal);
      return own ? t(`guest.refusal.${own}`) : t(`phone.refusal.${refusal}`);
    },
  };
}
