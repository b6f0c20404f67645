import "server-only";
import { defaultLocale, isLocale, type Locale } from "@/lib/i18n/locales";

const name = "locale";

/**
 * The query by which an address that the voice network is to call keeps the caller's language. The network sends the
 * parameters of the calling page to the first webhook only. Empty for the usual language.
 */
export function localeQuery(locale: Locale | undefined): string {
  return locale === undefined || locale === defaultLocale ? "" : `?${name}=${locale}`;
}

/** The caller's language in the address of a webhook. The calling page chose it, so it decides nothing but the language. */
export function localeOf({ url }: { readonly url: string }): Locale {
  const given = new URL(url).searchParams.get(name) ?? undefined;
  return isLocale(given) ? given : defaultLocale;
}
