// For the browser.

import { defaultLocale, isLocale, type Locale } from "./locales";

interface LastResort {
  title: string;
  lead: string;
  tryAgain: string;
}

/**
 * The texts of the page that stands in for a broken layout, which is what brings the messages otherwise. They are a
 * copy, so that this page does not load all messages; a test compares the copy with the original.
 */
export const lastResort: Record<Locale, LastResort> = {
  en: {
    title: "Something went wrong",
    lead: "It is not your fault. Try again; if it stays, reload the page.",
    tryAgain: "Try again",
  },
  ja: {
    title: "問題が発生しました",
    lead: "ご不便をおかけして申し訳ありません。もう一度試すか、ページを再読み込みしてください。",
    tryAgain: "もう一度試す",
  },
};

/**
 * The language of that page: the first of the product's among `tags`, such as `navigator.languages`. The server's
 * `pickLocale` reads a header, with weights to sort by; a browser's list is sorted already.
 */
export function lastResortLocale(tags: readonly string[]): Locale {
  return tags.flatMap((tag) => [tag, tag.split("-")[0]?.toLowerCase()]).find(isLocale) ?? defaultLocale;
}
