"use server";

import { cookies } from "next/headers";
import { localeCookie, locales } from "./locales";

const yearSeconds = 31_536_000;

/** Remembers a language on this device. Anything that is no language of ours changes nothing. */
export async function chooseLocale(wanted: string): Promise<void> {
  const locale = locales.find((one) => one === wanted);
  if (!locale) return;
  const jar = await cookies();
  jar.set(localeCookie, locale, { path: "/", maxAge: yearSeconds, sameSite: "lax" });
}
