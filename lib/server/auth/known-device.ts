import "server-only";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { cookieName, cookieOptions, pageOrigin } from "@/lib/page-origin";
import { cookieValues } from "../http/cookies";
import { findPasswordHash } from "../people/password-hash";

// A known device is a browser on which a person has given the right password. A cookie of its own, which outlives the
// session, proves that. Its wrong passwords are counted apart, so strangers who guess elsewhere cannot lock it out.
//
// The cookie is a list, newest first, of `id.proof` for each person who has signed in there. The proof is for this
// person and this password hash, so it ends with the password. It signs nobody in, and names nobody.

/** How many people one browser can be known for. */
const mostPeople = 8;

/** As long as browsers keep a cookie at most. */
const cookieSeconds = 400 * 24 * 60 * 60;

/** The cookies by which a request may show that it comes from a known device. */
export function deviceCookies(headers: Headers): string[] {
  return cookieValues(headers, nameOf(headers));
}

/** The id under which the device with these cookies is known for a person with that password hash, or null. */
export function findKnownDevice(
  cookies: readonly string[],
  personId: string,
  passwordHash: string,
): string | null {
  for (const entry of cookies.flatMap(entriesOf)) {
    const [id = "", proof = ""] = entry.split(".");
    const expected = Buffer.from(proofFor(id, personId, passwordHash));
    const given = Buffer.from(proof);
    if (given.length === expected.length && timingSafeEqual(given, expected)) return id;
  }
  return null;
}

/**
 * The `Set-Cookie` line that makes the device of this request known for a person, or null for somebody who has no
 * password. To be sent after the right password was given or a new one was chosen.
 */
export async function rememberDevice(headers: Headers, personId: string): Promise<string | null> {
  const passwordHash = await findPasswordHash(personId);
  if (passwordHash === null) return null;
  const cookies = deviceCookies(headers);
  const known = findKnownDevice(cookies, personId, passwordHash);
  const id = known ?? randomBytes(16).toString("base64url");
  const entry = `${id}.${proofFor(id, personId, passwordHash)}`;
  const others = cookies.flatMap(entriesOf).filter((one) => one !== entry);
  const value = [entry, ...new Set(others)].slice(0, mostPeople).join("~");
  const { path, secure } = cookieOptions(pageOrigin(headers));
  const attributes = `Path=${path}; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return `${nameOf(headers)}=${value}; ${attributes}`;
}

function nameOf(headers: Headers): string {
  return cookieName("device", pageOrigin(headers));
}

function entriesOf(cookie: string): string[] {
  return cookie
    .split("~")
    .filter((entry) => /^[\w-]{22}\.[\w-]{43}$/.test(entry))
    .slice(0, mostPeople);
}

function proofFor(id: string, personId: string, passwordHash: string): string {
  const text = JSON.stringify(["known device", id, personId, passwordHash]);
  return createHmac("sha256", env().NEXTAUTH_SECRET).update(text).digest("base64url");
}
