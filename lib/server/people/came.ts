import "server-only";
import { and, eq, exists, isNotNull, not, sql } from "drizzle-orm";
import { database, presence, users } from "@/lib/db";

/**
 * Clears `users.cameAt` of people who have no tab. Triggers of the table `presence` do that as tabs go; a backup may have
 * been restored without its tabs. Part of a migration; it can run at any time.
 */
export async function forgetGone(): Promise<void> {
  const db = await database();
  const tabs = db.select({ one: sql`1` }).from(presence).where(eq(presence.userId, users.id));
  await db
    .update(users)
    .set({ cameAt: null })
    .where(and(isNotNull(users.cameAt), not(exists(tabs))));
}
