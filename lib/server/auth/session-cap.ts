import "server-only";
import { desc, eq, inArray } from "drizzle-orm";
import { database, sessions } from "@/lib/db";

/** How many devices a person may be signed in on. Each is a row, and whoever knows the password can make them. */
const mostSessions = 50;

/** Ends the sessions of a person above the most that they may have: those that expire first, so the longest unused. */
export async function endOldestSessions(userId: string, most = mostSessions): Promise<void> {
  const db = await database();
  const surplus = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.expiresAt), desc(sessions.createdAt))
    .offset(most);
  await db.delete(sessions).where(inArray(sessions.id, surplus));
}
