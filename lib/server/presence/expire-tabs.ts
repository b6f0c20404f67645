import "server-only";
import { and, lte, ne, sql } from "drizzle-orm";
import { visiblePresenceSeconds } from "@/lib/contracts";
import { database, presence } from "@/lib/db";
import { fromNow } from "@/lib/db/time";

/**
 * Marks the tabs that have expired without a last beat, and returns whose they were. Of several processes that do it at the
 * same time, one gets each tab.
 */
export async function expireTabs(): Promise<string[]> {
  const db = await database();
  const expired = await db
    .update(presence)
    .set({ phone: "gone" })
    .where(and(lte(presence.expiresAt, sql`now()`), ne(presence.phone, "gone")))
    .returning({ person: presence.userId });
  return [...new Set(expired.map(({ person }) => person))];
}

/** A tab whose stream of changes has ended. */
export interface EndedStream {
  /** The id of the session's row. */
  readonly session: string;
  readonly tab: string;
  readonly stream: string;
}

/**
 * The streams of these tabs have ended. A tab stays present only as long as one without a stream, unless it has named a newer
 * stream since.
 */
export async function noteStreamsEnded(ended: readonly EndedStream[]): Promise<void> {
  const db = await database();
  const column = (name: keyof EndedStream) => sql`${sql.param(ended.map((one) => one[name]))}::uuid[]`;
  const tabs = sql`select * from unnest(${column("session")}, ${column("tab")}, ${column("stream")})`;
  await db
    .update(presence)
    .set({ expiresAt: sql`least(${presence.expiresAt}, ${fromNow(visiblePresenceSeconds)})` })
    .where(sql`(${presence.sessionId}, ${presence.tab}, ${presence.stream}) in (${tabs})`);
}
