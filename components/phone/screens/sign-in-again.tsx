"use client";

import { useTranslations } from "next-intl";
import { type ButtonLook, buttonClass } from "@/components/ui/button";

/**
 * The way back in. A whole load and no `Link`: when another tab has signed in meanwhile the answer is this
 * same page, and only a load starts the phone anew.
 */
export function SignInAgain(look: ButtonLook) {
  const t = useTranslations("phone");
  return (
    <a href="/sign-in" className={buttonClass(look)}>
      {t("signInAgain")}
    </a>
  );
}
