import "server-only";
import { getRequestConfig } from "next-intl/server";
import { messages } from "./messages";
import { requestLocale } from "./request-locale";

/** The language and texts of a request, for next-intl without localised routes. next.config.js names this file. */
export default getRequestConfig(async () => {
  const locale = await requestLocale();
  return { locale, messages: messages[locale] };
});
