// For the server and the browser alike: names only, no texts.

/** The languages of the product, each by its own name, which is how people look for theirs. */
export const localeNames = { en: "English", ja: "日本語" } as const;

export type Locale = keyof typeof localeNames;

export const locales = Object.keys(localeNames) as readonly Locale[];

/** The language of everybody whose browser asks for none of the product's. */
export const defaultLocale: Locale = "en";

/** Whether a value, as from the cookie or a form, is one of the product's languages. */
export function isLocale(value: string | undefined): value is Locale {
  return locales.some((locale) => locale === value);
}
