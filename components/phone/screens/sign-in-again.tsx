"use client";

import { useTranslations } from "next-intl";
import { type ButtonLook, buttonClass } from "@/components/ui/button";

/**
 * Leads to the sign-in page. A full page load instead of a `Link`: if another tab has signed in meanwhile, the server
 * answers with this same page, and only a load restarts the phone.
 */
export function SignInAgain(look: ButtonLook) {
  const t = useTranslations("phone");
  return (
    <a href="/sign-in" className={buttonClass(look)}>
      {t("signInAgain")}
    </a>
  );
}
