"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";

/** The link to the first page, for a call link that leads nowhere and for people who do not call. */
export function ToPhone() {
  const t = useTranslations("link");
  return (
    <Link href="/" className={buttonClass({ tone: "ghost" })}>
      {t("toPhone")}
    </Link>
  );
}
