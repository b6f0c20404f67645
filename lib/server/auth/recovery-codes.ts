import "server-only";
import { createHash, randomInt } from "node:crypto";
import { and, count, eq, isNull, sql } from "drizzle-orm";
import { recoveryCodeCount } from "@/lib/contracts";
import { type Database, database, recoveryCodes, transaction } from "@/lib/db";
import type { Session } from "../identity";
import { logSecurity } from "../log";
import { lockPerson } from "./lock-person";

/** Letters and digits that are not mistaken for one another when a code is read from paper. */
const letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const groups = 4;
const groupLength = 4;

/**
 * Gives a person ten new codes, such as `K7QM-2RXB-9TWD-HEZP`, as part of the transaction `db`, and returns them. The
 * earlier ones no longer work. They cannot be read again, since only their hashes are stored.
 */
export async function writeRecoveryCodes(personId: string, db: Database): Promise<string[]> {
  // Of two requests at the same time, the second replaces the codes of the first, and does not add to them.
  await lockPerson(personId, db);
  const codes = Array.from({ length: recoveryCodeCount }, newCode);
  await db.delete(recoveryCodes).where(eq(recoveryCodes.userId, personId));
  await db
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ userId: personId, codeHash: hashOf(code, personId) })));
  return codes;
}

/** Gives the person of a session ten new codes in place of the earlier ones, and returns them. */
export async function renewRecoveryCodes({ person }: Session): Promise<string[]> {
  const codes = await transaction((db) => writeRecoveryCodes(person.id, db));
  logSecurity("recovery_codes_made", { person: person.id });
  return codes;
}

/** How many codes of a person are unused; null: none were ever made. */
export async function countRecoveryCodes(personId: string): Promise<number | null> {
  const db = await database();
  const [row] = await db
    .select({ all: count(), used: count(recoveryCodes.usedAt) })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, personId));
  return row && row.all > 0 ? row.all - row.used : null;
}

/** Whether that is an unused code of this person, however it is written. */
export async function isRecoveryCode(personId: string, code: string): Promise<boolean> {
  const db = await database();
  const found = await db
    .select({ hash: recoveryCodes.codeHash })
    .from(recoveryCodes)
    .where(isUnused(personId, code));
  return found.length > 0;
}

/**
 * Uses a code up, as part of the transaction `db` that gives the person what it is for. Returns false if it is no unused code
 * of theirs: of two requests with one code at the same time, the second gets that.
 */
export async function spendRecoveryCode(personId: string, code: string, db: Database): Promise<boolean> {
  const spent = await db
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(isUnused(personId, code))
    .returning({ hash: recoveryCodes.codeHash });
  return spent.length > 0;
}

function isUnused(personId: string, code: string) {
  return and(
    eq(recoveryCodes.userId, personId),
    eq(recoveryCodes.codeHash, hashOf(code, personId)),
    isNull(recoveryCodes.usedAt),
  );
}

/** 16 of 30 letters: 78 random bits. */
function newCode(): string {
  const group = () => Array.from({ length: groupLength }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: groups }, group).join("-");
}

/**
 * What is stored of a code. It is hashed only once, without the cost that passwords need: nobody can try 2^78 codes. And
 * without the installation's secret, so that the codes outlive a change of it.
 */
function hashOf(code: string, personId: string): string {
  const letters = code
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
  return createHash("sha256")
    .update(JSON.stringify(["recovery code", personId, letters]))
    .digest("base64url");
}
