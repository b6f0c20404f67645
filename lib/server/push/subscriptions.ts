import "server-only";
import { and, desc, eq, gt, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { publish } from "@/lib/changes";
import { mostPushDevices, type PushState, type PushSubscriptionBody } from "@/lib/contracts";
import { type Database, database, pushSubscriptions, sessions, transaction, users } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Locale } from "@/lib/i18n/locales";
import type { Session } from "../identity";
import { hit, type Limit } from "../limits";
import { wayTo } from "./endpoint-rule";

/** Each is an address to which this server sends requests. Browsers make a new one rarely. */
const saveLimit: Limit = { name: "push", hits: 30, seconds: 3_600 };

/** On which devices the person of this session is rung while the app is closed: on this one first, then the newest. */
export async function readPush({ id, person }: Session): Promise<PushState> {
  const db = await database();
  const current = sql<boolean>`(${pushSubscriptions.sessionId} = ${id})`;
  const rows = await db
    .select({
      id: pushSubscriptions.id,
      device: sessions.device,
      current,
      createdAt: pushSubscriptions.createdAt,
    })
    .from(pushSubscriptions)
    .innerJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(and(eq(pushSubscriptions.userId, person.id), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(current), desc(pushSubscriptions.createdAt), pushSubscriptions.id);
  const devices = rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() }));
  return { publicKey: env().vapid?.publicKey ?? null, devices };
}

/**
 * Rings the device of this session while the app is closed, in place of its earlier subscription. An endpoint is one
 * browser's: if another session has it, as after a new sign-in, it moves to this one. Throws `push_service_unknown`,
 * `too_many_devices` or `rate_limited`.
 */
export async function savePush(
  { id: sessionId, person }: Session,
  { endpoint, keys }: PushSubscriptionBody,
  locale: Locale,
): Promise<void> {
  if (wayTo(endpoint) === null) throw new AppError("push_service_unknown");
  if (!areKeys(keys)) throw new AppError("bad_request");
  await hit(saveLimit, person.id);
  await transaction(async (db) => {
    // Two devices at once must not each take the last place.
    await db.select({ id: users.id }).from(users).where(eq(users.id, person.id)).for("no key update");
    await db.delete(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint));
    const others = and(eq(pushSubscriptions.userId, person.id), ne(pushSubscriptions.sessionId, sessionId));
    if ((await db.$count(pushSubscriptions, others)) >= mostPushDevices) {
      throw new AppError("too_many_devices");
    }
    const values = { endpoint, ...keys, locale };
    await db
      .insert(pushSubscriptions)
      // Nothing for a session that has ended meanwhile.
      .select(
        sql`select gen_random_uuid(), id, user_id, ${endpoint}, ${keys.p256dh}, ${keys.auth}, ${locale}, now()
          from ${sessions} where id = ${sessionId}`,
      )
      .onConflictDoUpdate({ target: pushSubscriptions.sessionId, set: { ...values, createdAt: sql`now()` } });
  });
  tellOfPush(person.id);
}

/** Does not ring the device of this session any more while the app is closed. */
export async function removeOwnPush({ id, person }: Session): Promise<void> {
  const db = await database();
  await db.delete(pushSubscriptions).where(eq(pushSubscriptions.sessionId, id));
  tellOfPush(person.id);
}

/** Does not ring another device of this person any more, by its id in {@link readPush}. Throws `not_found` for any other id. */
export async function removePush({ person }: Session, id: string): Promise<void> {
  const db = await database();
  const removed = await db
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, person.id)))
    .returning({ id: pushSubscriptions.id });
  if (removed.length === 0) throw new AppError("not_found");
  tellOfPush(person.id);
}

/** SQL: some device of this person takes messages. */
export function canBeWoken(db: Database, userId: AnyPgColumn): SQL<boolean> {
  const devices = db
    .select({ one: sql`1` })
    .from(pushSubscriptions)
    .innerJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(and(eq(pushSubscriptions.userId, userId), gt(sessions.expiresAt, sql`now()`)));
  return sql<boolean>`exists ${devices}`;
}

/** Where and how a device of a person takes messages. */
export type PushTarget = Pick<
  typeof pushSubscriptions.$inferSelect,
  "id" | "endpoint" | "p256dh" | "auth" | "locale"
>;

/** The devices of this person that take messages: those whose sessions have not ended. */
export async function pushTargets(personId: string): Promise<PushTarget[]> {
  const db = await database();
  const { id, endpoint, p256dh, auth, locale } = pushSubscriptions;
  return db
    .select({ id, endpoint, p256dh, auth, locale })
    .from(pushSubscriptions)
    .innerJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(and(eq(pushSubscriptions.userId, personId), gt(sessions.expiresAt, sql`now()`)))
    .limit(mostPushDevices);
}

/** Removes subscriptions that a push service has called dead. `targets`: a device may have a new one by now, which stays. */
export async function forgetDead(personId: string, targets: readonly PushTarget[]): Promise<void> {
  if (targets.length === 0) return;
  const db = await database();
  const endpoints = targets.map(({ endpoint }) => endpoint);
  await db.delete(pushSubscriptions).where(inArray(pushSubscriptions.endpoint, endpoints));
  tellOfPush(personId);
}

function tellOfPush(person: string): void {
  publish({ kind: "own", person, what: ["push"] });
}

/** Whether they are a point of P-256 in its uncompressed form, and 16 random bytes (RFC 8291, 3.1 and 3.2). */
function areKeys({ p256dh, auth }: PushSubscriptionBody["keys"]): boolean {
  const point = Buffer.from(p256dh, "base64url");
  return point.length === 65 && point[0] === 4 && Buffer.from(auth, "base64url").length === 16;
}
