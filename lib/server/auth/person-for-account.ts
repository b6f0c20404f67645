import "server-only";
import { randomInt } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { displayNameSchema } from "@/lib/contracts";
import { accounts, type Database, database, transaction, users } from "@/lib/db";
import { createPerson } from "../people/create-person";
import { looksLikeNumber } from "../people/username";

/** What we take from a provider's profile. E-mail addresses are not asked for and not kept. */
export interface OAuthProfile {
  readonly provider: string;
  readonly providerAccountId: string;
  /** What to make a username of, best first. */
  readonly names: readonly (string | null | undefined)[];
}

/** The id of the person who signs in with that account; made on first use, with a free username. */
export async function personForAccount(profile: OAuthProfile): Promise<string> {
  const known = await findAccount(profile);
  if (known) return known;
  // Undefined: the same first sign-in ran twice at once, and the other one's person stays.
  const id = (await transaction((db) => createFor(profile, db))) ?? (await findAccount(profile));
  if (!id) throw new Error("the account row was not written");
  return id;
}

/** A person and their account: both or neither, since without the account nobody could ever be that person again. */
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
  await db.delete(users).where(eq(users.id, userId));
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
  const displayName = displayNameSchema.safeParse(given.at(-1)?.slice(0, 64)).data ?? base;
  for (let attempt = 0; attempt < 20; attempt++) {
    const username = attempt === 0 && base !== "person" ? base : `${base}_${randomInt(10_000, 100_000)}`;
    const id = await createPerson({ username, displayName }, db);
    if (id) return id;
  }
  throw new Error("no free username was found");
}

function isUsable(name: string): boolean {
  // It may become the display name too.
  return name.length >= 3 && !looksLikeNumber(name) && displayNameSchema.safeParse(name).success;
}

/** As much of a name as a username may carry: "Zoë O'Hara" becomes "zoe_o_hara". */
export function toUsername(name: string): string {
  const ascii = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii
    .replace(/[^a-z0-9_]+/g, "_")
    .slice(0, 24)
    .replace(/^_+|_+$/g, "");
}
