import "server-only";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { localeCookie } from "./locale-cookie";
import { messages } from "./messages";
import { pickLocale } from "./pick-locale";

/** The language and texts of a request, for next-intl without localised routes. next.config.js names this file. */
export default getRequestConfig(async () => {
  const [jar, sent, { name }] = await Promise.all([cookies(), headers(), localeCookie()]);
  const locale = pickLocale(jar.get(name)?.value, sent.get("accept-language"));
  return { locale, messages: messages[locale] };
});
