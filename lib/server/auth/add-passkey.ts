import "server-only";
import { eq } from "drizzle-orm";
import type { NewPasskey, Passkey, PasskeyQuestion, Proof } from "@/lib/contracts";
import { type Database, database, passkeys, transaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { logSecurity } from "../log";
import { confirmPerson } from "./confirm-person";
import { deviceName } from "./device-name";
import { lockPerson } from "./lock-person";
import { newChallenge, takeChallenge } from "./passkey-challenges";
import { relyingParty } from "./relying-party";
import { toPasskey } from "./to-passkey";
import { registrationQuestion, verifyRegistration } from "./webauthn";

/** How many passkeys a person may have. */
const mostPasskeys = 10;

/**
 * What to ask the browser of somebody who adds a passkey, and has shown that it is them. Throws `too_many_passkeys`, and
 * what `confirmPerson` throws.
 */
export async function askForNewPasskey(
  session: Session,
  proof: Proof,
  headers: Headers,
): Promise<PasskeyQuestion> {
  const { person } = session;
  await confirmPerson(session, proof, headers);
  const db = await database();
  const known = await db.select().from(passkeys).where(eq(passkeys.userId, person.id));
  if (known.length >= mostPasskeys) throw new AppError("too_many_passkeys");
  const challenge = await newChallenge("add", { personId: person.id });
  return registrationQuestion(challenge, person, known, relyingParty(headers));
}

/**
 * Stores the passkey that the browser has made, under the name of the device. Throws `passkey_refused`, or
 * `too_many_passkeys`.
 */
export async function addPasskey(
  { person }: Session,
  { challenge, credential }: NewPasskey,
  headers: Headers,
): Promise<Passkey> {
  const expected = await takeChallenge("add", challenge, person.id);
  const made = expected && (await verifyRegistration(credential, expected, relyingParty(headers)));
  if (!made) {
    logSecurity("passkey_refused", { reason: expected ? "not_verified" : "challenge", person: person.id });
    throw new AppError("passkey_refused");
  }
  const name = deviceName(headers.get("user-agent")) ?? "Passkey";
  const row = await transaction((db) => store({ ...made, userId: person.id, name }, db));
  logSecurity("passkey_added", { person: person.id });
  return toPasskey(row);
}

async function store(key: typeof passkeys.$inferInsert, db: Database): Promise<typeof passkeys.$inferSelect> {
  await lockPerson(key.userId, db);
  const known = await db.$count(passkeys, eq(passkeys.userId, key.userId));
  if (known >= mostPasskeys) throw new AppError("too_many_passkeys");
  const [row] = await db.insert(passkeys).values(key).onConflictDoNothing().returning();
  // Somebody has that passkey already. Its owner keeps it.
  if (!row) throw new AppError("passkey_refused");
  return row;
}
