"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";

/** The way on, where a call link leads nowhere or somebody would rather not call. */
export function ToPhone() {
  const t = useTranslations("link");
  return (
    <Link href="/" className={buttonClass({ tone: "ghost" })}>
      {t("toPhone")}
    </Link>
  );
}
