"use client";

import { useLocale, useTranslations } from "next-intl";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Select } from "@/components/ui/select";
import { localeNames, locales } from "@/lib/i18n/locales";
import { chooseLanguage } from "./choose-language";

/** Chooses the language of this device. The page is rendered again without a reload, so a call goes on. */
export function LanguageChoice({ className }: { className?: string }) {
  const t = useTranslations("settings");
  const current = useLocale();
  const { busy, attempt } = useOneAttempt();
  return (
    <Select
      aria-label={t("language")}
      value={current}
      aria-busy={busy}
      className={className}
      onChange={({ target }) => void attempt(() => chooseLanguage(target.value))}
    >
      {locales.map((locale) => (
        <option key={locale} value={locale} lang={locale}>
          {localeNames[locale]}
        </option>
      ))}
    </Select>
  );
}
