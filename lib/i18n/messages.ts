import "server-only";
import en from "./en.json";
import ja from "./ja.json";
import type { Locale } from "./locales";

/** All texts of each language. The compiler names a language that has none, and a text that a language lacks. */
export const messages: Record<Locale, typeof en> = { en, ja };
