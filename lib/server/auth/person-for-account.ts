import "server-only";
import { randomInt } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { displayNameSchema, newUsernameSchema } from "@/lib/contracts";
import { accounts, type Database, database, transaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { readSignUpMode } from "../operator/switches";
import { createPerson, removePerson } from "../people/create-person";
import { isNameHeld } from "../people/held-names";
import { isSuspended } from "../people/suspend";
import { looksLikeNumber } from "../people/username";

/** What we take from a provider's profile. We do not ask for e-mail addresses, and keep none. */
export interface OAuthProfile {
  readonly provider: string;
  readonly providerAccountId: string;
  /** Names to make a username from, best first. */
  readonly names: readonly (string | null | undefined)[];
}

/**
 * The id of the person who signs in with that account. The first sign-in creates them, with a free username: it is a
 * sign-up, and obeys the same switch. It cannot carry an invitation code, so where one is needed the person signs up
 * with a password instead.
 *
 * Throws `suspended`, `sign_up_closed` or `invitation_needed`.
 */
export async function personForAccount(profile: OAuthProfile): Promise<string> {
  const known = await findAccount(profile);
  if (known) {
    if (await isSuspended(known)) throw new AppError("suspended");
    return known;
  }
  const mode = await readSignUpMode();
  if (mode !== "open") throw new AppError(mode === "closed" ? "sign_up_closed" : "invitation_needed");
  // Undefined: the same first sign-in ran twice at the same time, and the other one created the person.
  const created = await transaction((db) => createFor(profile, db));
  if (created) publish({ kind: "person", person: created, listed: true });
  const id = created ?? (await findAccount(profile));
  if (!id) throw new Error("the account row was not written");
  return id;
}

/** Creates a person and their account: both or neither, since nobody could sign in as a person without an account. */
async function createFor(
  { provider, providerAccountId, names }: OAuthProfile,
  db: Database,
): Promise<string | undefined> {
  const userId = await createWithFreeUsername(names, db);
  const linked = await db
    .insert(accounts)
    .values({ provider, providerAccountId, userId })
    .onConflictDoNothing()
    .returning({ userId: accounts.userId });
  if (linked.length > 0) return userId;
  await removePerson(userId, db);
  return undefined;
}

async function findAccount({ provider, providerAccountId }: OAuthProfile): Promise<string | undefined> {
  const db = await database();
  const [row] = await db
    .select({ userId: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.provider, provider), eq(accounts.providerAccountId, providerAccountId)));
  return row?.userId;
}

async function createWithFreeUsername(names: OAuthProfile["names"], db: Database): Promise<string> {
  const given = names.filter((name) => typeof name === "string");
  const base = given.map(toUsername).find(isUsable) ?? "person";
  // The name, else the account's name at the provider, else the username: the first that is allowed here.
  const shown = [...given].reverse().map((name) => displayNameSchema.safeParse(cutName(name)).data);
  const displayName = shown.find((name) => name !== undefined) ?? base;
  for (let attempt = 0; attempt < 20; attempt++) {
    const username = attempt === 0 && base !== "person" ? base : `${base}_${randomInt(10_000, 100_000)}`;
    if (await isNameHeld(username, db)) continue;
    const id = await createPerson({ username, displayName }, db);
    if (id) return id;
  }
  throw new Error("no free username was found");
}

/** As long as a display name may be, and not cut within a character. */
function cutName(name: string): string {
  return name
    .trim()
    .slice(0, 64)
    .replace(/\p{Cs}$/u, "");
}

function isUsable(name: string): boolean {
  // The username may become the display name too.
  const isAllowed = newUsernameSchema.safeParse(name).success && displayNameSchema.safeParse(name).success;
  return isAllowed && !looksLikeNumber(name);
}

/** The part of a name that a username may contain: "Zoë O'Hara" becomes "zoe_o_hara". */
export function toUsername(name: string): string {
  const ascii = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii
    .replace(/[^a-z0-9_]+/g, "_")
    .slice(0, 24)
    .replace(/^_+|_+$/g, "");
}
