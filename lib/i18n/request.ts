import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import en from "./en.json";
import ja from "./ja.json";
import { localeCookie, pickLocale } from "./locales";

const messages = { en, ja };

/** The language and texts of a request, for next-intl without localised routes. */
export default getRequestConfig(async () => {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const locale = pickLocale(jar.get(localeCookie)?.value, sent.get("accept-language"));
  return { locale, messages: messages[locale] };
});
