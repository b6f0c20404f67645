"use server";

import { cookies } from "next/headers";
import { isLocale, localeCookie } from "./locales";

const yearSeconds = 31_536_000;

/** A server action that remembers a language on this device. It ignores a value that is no language of the product. */
export async function chooseLocale(wanted: string): Promise<void> {
  if (!isLocale(wanted)) return;
  const jar = await cookies();
  jar.set(localeCookie, wanted, { path: "/", maxAge: yearSeconds, sameSite: "lax" });
}
