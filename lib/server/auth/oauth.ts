import "server-only";
import { randomInt } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { displayNameSchema } from "@/lib/contracts";
import { accounts, database, users } from "@/lib/db";
import { createPerson } from "../people/create";
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
  const created = await createWithFreeUsername(profile.names);
  const db = await database();
  const { provider, providerAccountId } = profile;
  const linked = await db
    .insert(accounts)
    .values({ provider, providerAccountId, userId: created })
    .onConflictDoNothing()
    .returning({ userId: accounts.userId });
  if (linked.length > 0) return created;
  // The same first sign-in ran twice at once: the other one's person stays.
  await db.delete(users).where(eq(users.id, created));
  const winner = await findAccount(profile);
  if (!winner) throw new Error("the account row was not written");
  return winner;
}

async function findAccount({ provider, providerAccountId }: OAuthProfile): Promise<string | undefined> {
  const db = await database();
  const [row] = await db
    .select({ userId: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.provider, provider), eq(accounts.providerAccountId, providerAccountId)));
  return row?.userId;
}

async function createWithFreeUsername(names: OAuthProfile["names"]): Promise<string> {
  const given = names.filter((name) => typeof name === "string");
  const base = given.map(toUsername).find(isUsable) ?? "person";
  const displayName = displayNameSchema.safeParse(given.at(-1)?.slice(0, 64)).data ?? base;
  for (let attempt = 0; attempt < 20; attempt++) {
    const username = attempt === 0 && base !== "person" ? base : `${base}_${randomInt(10_000, 100_000)}`;
    const id = await createPerson({ username, displayName });
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
