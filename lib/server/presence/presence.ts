import "server-only";
import { and, eq, gt, lt, lte, ne, or, sql } from "drizzle-orm";
import { hiddenPresenceSeconds, type PresenceBeat, visiblePresenceSeconds } from "@/lib/contracts";
import { database, presence } from "@/lib/db";
import { ago, fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { keepCallAlive } from "../calls/keep-alive";
import type { Session } from "../identity";
import { hit } from "../limits";

/** How many live tabs one person may have. Each is a row. It is far more than anybody needs. */
const tabLimit = 20;

/**
 * Stores a tab's beat, unless a later one of that tab has been stored. It also keeps the call alive that the tab is
 * in. Throws `rate_limited`.
 */
export async function storeBeat(session: Session, beat: PresenceBeat): Promise<void> {
  // The phone sends 15 a minute, and one at each change.
  await hit({ name: "beat", hits: 240, seconds: 60 }, session.id);
  const { tab, phone, n, hidden } = beat;
  const isGone = phone === "gone";
  const ref = isGone ? null : beat.ref;
  if (!isGone && !(await hasRoom(session, tab))) throw new AppError("rate_limited");
  const expiresAt = isGone ? sql`now()` : fromNow(hidden ? hiddenPresenceSeconds : visiblePresenceSeconds);
  const change = { phone, ref, n, expiresAt };
  const db = await database();
  const stored = await db
    .insert(presence)
    .values({ sessionId: session.id, userId: session.person.id, tab, ...change })
    .onConflictDoUpdate({
      target: [presence.sessionId, presence.tab],
      set: change,
      setWhere: lte(presence.n, n),
    })
    .returning({ tab: presence.tab });
  if (ref && stored.length > 0) await keepCallAlive(session.person.id, ref, hidden);
}

/** Whether any tab of that person can be rung now. */
export async function isPresent(userId: string): Promise<boolean> {
  const db = await database();
  const tabs = await db
    .select({ tab: presence.tab })
    .from(presence)
    .where(and(eq(presence.userId, userId), gt(presence.expiresAt, sql`now()`)))
    .limit(1);
  return tabs.length > 0;
}

/** Removes the rows of tabs that are gone, once no beat of them can still be on its way. */
export async function sweepPresence(): Promise<void> {
  const db = await database();
  await db.delete(presence).where(lt(presence.expiresAt, ago(5 * 60)));
}

async function hasRoom({ id, person }: Session, tab: string): Promise<boolean> {
  const db = await database();
  const others = await db
    .select({ tab: presence.tab })
    .from(presence)
    .where(
      and(
        eq(presence.userId, person.id),
        gt(presence.expiresAt, sql`now()`),
        or(ne(presence.sessionId, id), ne(presence.tab, tab)),
      ),
    )
    .limit(tabLimit);
  return others.length < tabLimit;
}
