"use client";

import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { Select } from "@/components/ui/select";
import { chooseLocale } from "@/lib/i18n/choose-locale";
import { localeNames, locales } from "@/lib/i18n/locales";

/** The language of this device. The page is written anew in it, and a call goes on meanwhile. */
export function LanguageSetting() {
  const t = useTranslations("settings");
  const current = useLocale();
  const [busy, start] = useTransition();
  return (
    <Select
      aria-label={t("language")}
      value={current}
      disabled={busy}
      onChange={({ target }) => start(() => chooseLocale(target.value))}
    >
      {locales.map((locale) => (
        <option key={locale} value={locale} lang={locale}>
          {localeNames[locale]}
        </option>
      ))}
    </Select>
  );
}
