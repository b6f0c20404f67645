import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { database, sessions, users } from "@/lib/db";
import { isLive } from "./sessions";

/** Which of these sessions (ids of rows) have not ended. It does not count as their use. */
export async function liveSessions(ids: readonly string[]): Promise<Set<string>> {
  const db = await database();
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(sql`${sessions.id} = any(${sql.param([...ids])}::uuid[])`, isLive(), isNull(users.suspendedAt)),
    );
  return new Set(rows.map(({ id }) => id));
}
