/** The languages of the product. The first is what everybody else gets. */
export const locales = ["en", "ja"] as const;
export type Locale = (typeof locales)[number];

/** The cookie that remembers a choice made in the settings; without it the browser's wish counts. */
export const localeCookie = "locale";

/** The name of each language in itself, which is how people look for theirs. */
export const localeNames: Record<Locale, string> = { en: "English", ja: "日本語" };

const isLocale = (value: string | undefined): value is Locale => locales.some((locale) => locale === value);

/**
 * Picks the language of a request.
 *
 * `cookie` is the remembered choice; `acceptLanguage` the browser's header, such as `ja,en-US;q=0.8`.
 */
export function pickLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { language: tag.split("-")[0], weight: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of wishes) if (isLocale(language)) return language;
  return "en";
}
