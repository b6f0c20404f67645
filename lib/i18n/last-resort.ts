import type { Locale } from "./locales";

interface LastResort {
  title: string;
  lead: string;
  tryAgain: string;
}

/**
 * What is said when the layout itself fails, and with it everything that brings the messages: a copy of a few of them,
 * so that this page does not load them all. A test holds the copy to the original.
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
