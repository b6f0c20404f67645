import "server-only";
import { createHash } from "node:crypto";
import { and, eq, gt, lt, lte, or, sql } from "drizzle-orm";
import { type Database, database, invitations, transaction } from "@/lib/db";
import { ago, fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { writeOperatorAudit } from "./audit";
import { newReadableCode } from "./readable-code";

const groups = 4;
const day = 24 * 60 * 60;

/**
 * Makes an invitation for `uses` people within `days` days, and returns its code, such as `K7QM-2RXB-9TWD-HEZP`. The
 * code cannot be read again, since only its hash is stored.
 */
export async function createInvitation({ uses, days }: { uses: number; days: number }): Promise<string> {
  const code = newReadableCode(groups);
  await transaction(async (db) => {
    await db
      .insert(invitations)
      .values({ codeHash: hashOf(code), usesLeft: uses, expiresAt: fromNow(days * day) });
    await writeOperatorAudit(db, { action: "invite", details: `people ${uses}, days ${days}` });
  });
  return code;
}

/** Throws `invitation_needed` unless the code would let somebody in now. It is not used up. */
export async function requireInvitation(code: string | undefined): Promise<void> {
  const db = await database();
  const found = await db.select({ left: invitations.usesLeft }).from(invitations).where(isGood(code));
  if (found.length === 0) throw new AppError("invitation_needed");
}

/**
 * Uses a code for one person, as part of the transaction `db` that creates them: a sign-up that fails uses nothing up,
 * and the last use goes to one of two people who come at the same time. Throws `invitation_needed`.
 */
export async function spendInvitation(code: string | undefined, db: Database): Promise<void> {
  const used = await db
    .update(invitations)
    .set({ usesLeft: sql`${invitations.usesLeft} - 1` })
    .where(isGood(code))
    .returning({ left: invitations.usesLeft });
  if (used.length === 0) throw new AppError("invitation_needed");
}

/** How many invitations are open, and how many people they can still let in. */
export async function countInvitations(): Promise<{ open: number; uses: number }> {
  const db = await database();
  const [row] = await db
    .select({
      open: sql`count(*)`.mapWith(Number),
      uses: sql`coalesce(sum(${invitations.usesLeft}), 0)`.mapWith(Number),
    })
    .from(invitations)
    .where(isOpen());
  return row ?? { open: 0, uses: 0 };
}

/** Removes invitations that are over: used up, or expired for a month. */
export async function sweepInvitations(): Promise<void> {
  const db = await database();
  await db
    .delete(invitations)
    .where(or(lte(invitations.usesLeft, 0), lt(invitations.expiresAt, ago(30 * day))));
}

function isOpen() {
  return and(gt(invitations.usesLeft, 0), gt(invitations.expiresAt, sql`now()`));
}

function isGood(code: string | undefined) {
  return and(eq(invitations.codeHash, hashOf(code ?? "")), isOpen());
}

/** A fast hash is enough: a code has 78 random bits. Case, spaces and hyphens do not matter, since people type it. */
function hashOf(code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return createHash("sha256").update(plain).digest("hex");
}
