import "server-only";
import { randomInt } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { displayNameSchema } from "@/lib/contracts";
import { accounts, type Database, database, transaction } from "@/lib/db";
import { createPerson, removePerson } from "../people/create-person";
import { looksLikeNumber } from "../people/username";

/** What we take from a provider's profile. We do not ask for e-mail addresses, and keep none. */
export interface OAuthProfile {
  readonly provider: string;
  readonly providerAccountId: string;
  /** Names to make a username from, best first. */
  readonly names: readonly (string | null | undefined)[];
}

/** The id of the person who signs in with that account. The first sign-in creates them, with a free username. */
export async function personForAccount(profile: OAuthProfile): Promise<string> {
  const known = await findAccount(profile);
  if (known) return known;
  // Undefined: the same first sign-in ran twice at the same time, and the other one created the person.
  const id = (await transaction((db) => createFor(profile, db))) ?? (await findAccount(profile));
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
  const displayName = displayNameSchema.safeParse(cutName(given.at(-1))).data ?? base;
  for (let attempt = 0; attempt < 20; attempt++) {
    const username = attempt === 0 && base !== "person" ? base : `${base}_${randomInt(10_000, 100_000)}`;
    const id = await createPerson({ username, displayName }, db);
    if (id) return id;
  }
  throw new Error("no free username was found");
}

/** As long as a display name may be, and not cut within a character. */
function cutName(name: string | undefined): string | undefined {
  return name?.slice(0, 64).replace(/\p{Cs}$/u, "");
}

function isUsable(name: string): boolean {
  // The username may become the display name too.
  return name.length >= 3 && !looksLikeNumber(name) && displayNameSchema.safeParse(name).success;
}

/** The part of a name that a username may contain: "Zoë O'Hara" becomes "zoe_o_hara". */
export function toUsername(name: string): string {
  const ascii = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii
    .replace(/[^a-z0-9_]+/g, "_")
    .slice(0, 24)
    .replace(/^_+|_+$/g, "");
}
