import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import { database, passkeyChallenges } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { hit, type Limit } from "../limits";

/** How long (s) a challenge can be answered. The browser's own dialog gives up earlier. */
const lifetimeSeconds = 5 * 60;

/** For each person, or address of somebody who is not signed in. Each challenge is a row. */
const perAsker: Limit = { name: "passkey challenge", hits: 60, seconds: lifetimeSeconds };

/**
 * What a challenge is for: adding a passkey or showing one. Whoever is to show one has proved nothing yet, so that challenge
 * must not do for adding one.
 */
type Purpose = "add" | "show";

/** Random bytes that a passkey is to sign, so that no earlier answer can be used again. */
export interface Challenge {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Makes a challenge for a person, or for somebody at `address` who wants to sign in. Throws `rate_limited`. */
export async function newChallenge(
  purpose: Purpose,
  asker: { readonly personId: string } | { readonly address: string },
): Promise<Challenge> {
  const personId = "personId" in asker ? asker.personId : null;
  await hit(perAsker, "personId" in asker ? asker.personId : asker.address);
  // People who are not signed in send no beats, with which upkeep runs.
  await sweepChallenges();
  const bytes = new Uint8Array(randomBytes(32));
  const db = await database();
  const [row] = await db
    .insert(passkeyChallenges)
    .values({
      challenge: `${purpose} ${textOf(bytes)}`,
      userId: personId,
      expiresAt: fromNow(lifetimeSeconds),
    })
    .returning({ id: passkeyChallenges.id });
  if (!row) throw new Error("the challenge was not written");
  return { id: row.id, bytes };
}

/**
 * The challenge with that id, in base64url, if it was made for this purpose and person (null: for a sign-in) and is not too
 * old; else null. It is gone then, whatever comes of it: each can be answered once.
 */
export async function takeChallenge(
  purpose: Purpose,
  id: string,
  personId: string | null,
): Promise<string | null> {
  const db = await database();
  const [row] = await db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.id, id),
        personId === null ? isNull(passkeyChallenges.userId) : eq(passkeyChallenges.userId, personId),
        gt(passkeyChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ challenge: passkeyChallenges.challenge });
  const [madeFor, challenge] = row?.challenge.split(" ") ?? [];
  return madeFor === purpose && challenge ? challenge : null;
}

/** Removes the challenges that nobody has answered in time. */
export async function sweepChallenges(): Promise<void> {
  const db = await database();
  await db.delete(passkeyChallenges).where(lte(passkeyChallenges.expiresAt, sql`now()`));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
