import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { PasskeyQuestion, PasskeysResponse } from "@/lib/contracts";
import { accounts, database, passkeys } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { logSecurity } from "../log";
import { findPasswordHash } from "../people/password-hash";
import { newChallenge } from "./passkey-challenges";
import { relyingParty } from "./relying-party";
import { toPasskey } from "./to-passkey";
import { assertionQuestion } from "./webauthn";

/** A person's passkeys, the oldest first, and whether they could sign in without any of them. */
export async function listPasskeys({ person }: Session): Promise<PasskeysResponse> {
  const db = await database();
  const [rows, hash, elsewhere] = await Promise.all([
    db.select().from(passkeys).where(eq(passkeys.userId, person.id)).orderBy(asc(passkeys.createdAt)),
    findPasswordHash(person.id),
    db.$count(accounts, eq(accounts.userId, person.id)),
  ]);
  return { passkeys: rows.map(toPasskey), otherWay: hash !== null || elsewhere > 0 };
}

/** What to ask the browser of somebody who is signed in, and is to show one of their passkeys. */
export async function askForOwnPasskey({ person }: Session, headers: Headers): Promise<PasskeyQuestion> {
  const challenge = await newChallenge("show", { personId: person.id });
  const db = await database();
  const known = await db.select().from(passkeys).where(eq(passkeys.userId, person.id));
  return assertionQuestion(challenge, known, relyingParty(headers));
}

/** Gives a passkey of the person another name. Throws `not_found` for an id that is none of theirs. */
export async function renamePasskey({ person }: Session, id: string, name: string): Promise<void> {
  const db = await database();
  const renamed = await db
    .update(passkeys)
    .set({ name })
    .where(isOwn(person.id, id))
    .returning({ id: passkeys.id });
  if (renamed.length === 0) throw new AppError("not_found");
}

/** Removes a passkey of the person: it signs nobody in any more. Throws `not_found` for an id that is none of theirs. */
export async function removePasskey({ person }: Session, id: string): Promise<void> {
  const db = await database();
  const removed = await db.delete(passkeys).where(isOwn(person.id, id)).returning({ id: passkeys.id });
  if (removed.length === 0) throw new AppError("not_found");
  logSecurity("passkey_removed", { person: person.id });
}

function isOwn(personId: string, id: string) {
  return and(eq(passkeys.userId, personId), eq(passkeys.id, id));
}
