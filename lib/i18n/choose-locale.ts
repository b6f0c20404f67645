"use server";

import { cookies } from "next/headers";
import { localeCookie } from "./locale-cookie";
import { isLocale } from "./locales";

/** A server action that remembers a language on this device. It ignores a value that is no language of the product. */
export async function chooseLocale(wanted: string): Promise<void> {
  if (!isLocale(wanted)) return;
  const jar = await cookies();
  jar.set({ ...(await localeCookie()), value: wanted });
}
