import "server-only";
import { cookies, headers } from "next/headers";
import { localeCookie } from "./locale-cookie";
import type { Locale } from "./locales";
import { pickLocale } from "./pick-locale";

/** The language of the request that is being answered. */
export async function requestLocale(): Promise<Locale> {
  const [jar, sent, { name }] = await Promise.all([cookies(), headers(), localeCookie()]);
  return pickLocale(jar.get(name)?.value, sent.get("accept-language"));
}
