import "server-only";
import { headers } from "next/headers";
import { cookieName, cookieOptions, pageOrigin } from "@/lib/page-origin";

const yearSeconds = 31_536_000;

/** The name and attributes of the cookie that remembers the choice of a language, for the page that is being shown. */
export async function localeCookie() {
  const origin = pageOrigin(await headers());
  return { ...cookieOptions(origin), name: cookieName("language", origin), maxAge: yearSeconds };
}
