import "server-only";
import Negotiator from "negotiator";
import { defaultLocale, isLocale, type Locale, locales } from "./locales";

/**
 * Picks the language of a request.
 *
 * `cookie` is the remembered choice; `acceptLanguage` is the browser's header, such as `ja,en-US;q=0.8`
 * (RFC 9110, section 12.5.4).
 */
export function pickLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  const negotiator = new Negotiator({ headers: { "accept-language": acceptLanguage ?? "" } });
  // The most wanted first; `en-GB` in the header matches `en`.
  const [wanted] = negotiator.languages([...locales]);
  return isLocale(wanted) ? wanted : defaultLocale;
}
