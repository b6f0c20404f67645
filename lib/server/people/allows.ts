import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import type { AllowedPerson } from "@/lib/contracts";
import { allows, database, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { tellingRingRule } from "./tell-ring-rule";

/** The people whom `me` always lets ring, ordered by display name. */
export async function listAllowed(me: string): Promise<AllowedPerson[]> {
  const db = await database();
  return db
    .select({ username: users.username, displayName: users.displayName })
    .from(allows)
    .innerJoin(users, eq(users.id, allows.allowedId))
    .where(eq(allows.userId, me))
    .orderBy(asc(sql`lower(${users.displayName})`), asc(users.username));
}

/** Lets that person ring `me` even if `me` lets only known people ring. Throws `not_found`. */
export async function allow(me: string, username: string): Promise<void> {
  const db = await database();
  const allowedId = await idOf(username);
  await tellingRingRule(me, allowedId, async () => {
    await db.insert(allows).values({ userId: me, allowedId }).onConflictDoNothing();
  });
  publish({ kind: "own", person: me, what: ["allows", "people"] });
}

/** Undoes {@link allow}. Throws `not_found` for an unknown name. */
export async function disallow(me: string, username: string): Promise<void> {
  const db = await database();
  const allowedId = await idOf(username);
  await tellingRingRule(me, allowedId, async () => {
    await db.delete(allows).where(and(eq(allows.userId, me), eq(allows.allowedId, allowedId)));
  });
  publish({ kind: "own", person: me, what: ["allows", "people"] });
}

async function idOf(username: string): Promise<string> {
  const db = await database();
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  if (!user) throw new AppError("not_found");
  return user.id;
}
