import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import type { PasskeyUse } from "@/lib/contracts";
import { database, passkeys } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { logSecurity } from "../log";
import { takeChallenge } from "./passkey-challenges";
import { relyingParty } from "./relying-party";
import { verifyAssertion } from "./webauthn";

/** Why a passkey was refused, for the log. */
type Reason = "challenge" | "counter" | "not_verified" | "other_person" | "unknown";

/**
 * Checks a passkey that is used on the page that the request comes from, and returns whose it is. `personId`: whose it must
 * be; null: anybody's, for a sign-in.
 *
 * Throws `passkey_unknown` for a passkey that is nobody's (any more), or of another person than `personId`; otherwise
 * `passkey_refused`. Each refusal is logged with its reason.
 */
export async function checkPasskey(
  given: PasskeyUse,
  personId: string | null,
  headers: Headers,
): Promise<string> {
  const { credential } = given;
  const challenge = await takeChallenge("show", given.challenge, personId);
  if (challenge === null) throw refusal("challenge", personId);
  const db = await database();
  const [key] = await db.select().from(passkeys).where(eq(passkeys.id, credential.id));
  if (!key) throw refusal("unknown", personId);
  const { userHandle } = credential.response;
  const isOf = (id: string) => id === key.userId;
  if (personId !== null && !isOf(personId)) throw refusal("other_person", personId);
  // Where nobody was named, the passkey must name its person itself (WebAuthn, section 7.2, step 6).
  if (userHandle ? !isOf(Buffer.from(userHandle, "base64url").toString()) : personId === null)
    throw refusal("other_person", key.userId);
  const used = await verifyAssertion(given, challenge, key, relyingParty(headers));
  if (!used) throw refusal("not_verified", key.userId);
  const counted = await db
    .update(passkeys)
    .set({ counter: used.counter, backedUp: used.backedUp, lastUsedAt: sql`now()` })
    .where(and(eq(passkeys.id, key.id), isAhead(used.counter)))
    .returning({ id: passkeys.id });
  if (counted.length === 0) throw refusal("counter", key.userId);
  return key.userId;
}

/**
 * SQL: the passkey has been used since the last time, by its own count. One that goes back was copied, or is a copy
 * (WebAuthn, section 6.1.1). In the statement that writes the count, so that of two copies at the same time one is refused.
 * Passkeys that do not count always say 0.
 */
function isAhead(counter: number) {
  return counter === 0 ? eq(passkeys.counter, 0) : lt(passkeys.counter, counter);
}

function refusal(reason: Reason, personId: string | null): AppError {
  logSecurity("passkey_refused", { reason, ...(personId === null ? {} : { person: personId }) });
  return new AppError(
    reason === "unknown" || reason === "other_person" ? "passkey_unknown" : "passkey_refused",
  );
}
