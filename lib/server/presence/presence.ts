import "server-only";
import { and, desc, eq, gt, lt, lte, max, ne, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { hiddenPresenceSeconds, type PresenceBeat, visiblePresenceSeconds } from "@/lib/contracts";
import { type Database, database, presence, sessions } from "@/lib/db";
import { QueryError } from "@/lib/db/query-error";
import { ago, fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { keepCallAlive } from "../calls/keep-alive";
import type { Session } from "../identity";
import { hit } from "../limits";

/**
 * PostgreSQL's code for a row that refers to a row which does not exist.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const foreignKeyViolation = "23503";

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
  const expiresAt = isGone ? sql`now()` : fromNow(hidden ? hiddenPresenceSeconds : visiblePresenceSeconds);
  const change = { phone, ref, n, expiresAt };
  const isStored = (await changeLiveTab(session, tab, change)) || (await addTab(session, tab, change));
  if (ref && isStored) await keepCallAlive(session.person.id, ref, hidden);
}

type TabState = Pick<typeof presence.$inferInsert, "phone" | "ref"> & { n: number; expiresAt: SQL };

/** Stores the beat of a tab that is live, as most are. Returns whether it did. */
async function changeLiveTab({ id }: Session, tab: string, change: TabState): Promise<boolean> {
  const db = await database();
  const isTab = and(eq(presence.sessionId, id), eq(presence.tab, tab));
  const changed = await db
    .update(presence)
    .set(change)
    .where(and(isTab, gt(presence.expiresAt, sql`now()`), lte(presence.n, change.n)))
    .returning({ tab: presence.tab });
  return changed.length > 0;
}

/**
 * Stores the beat of a tab that is new or was not live. Returns false if a later one has been stored. Throws `rate_limited`
 * if the person has too many live tabs, and `unauthenticated` if the session has ended since it was read.
 */
async function addTab(session: Session, tab: string, change: TabState): Promise<boolean> {
  if (change.phone !== "gone" && !(await hasRoom(session, tab))) throw new AppError("rate_limited");
  const db = await database();
  const stored = await db
    .insert(presence)
    .values({ sessionId: session.id, userId: session.person.id, tab, ...change })
    .onConflictDoUpdate({
      target: [presence.sessionId, presence.tab],
      set: change,
      setWhere: lte(presence.n, change.n),
    })
    .returning({ tab: presence.tab })
    .catch((error: unknown) => {
      // The row refers to its session, which another tab may have ended meanwhile.
      const isSessionGone = error instanceof QueryError && error.code === foreignKeyViolation;
      throw isSessionGone ? new AppError("unauthenticated", { cause: error }) : error;
    });
  return stored.length > 0;
}

/** A `<Dial>` takes ten `<Client>`s at most. */
const rungDevices = 10;

/**
 * SQL: the devices on which the person can be rung now (`sessions.voiceId`): those whose session has not ended and that
 * have a live tab. Of more than ten, those whose tabs live longest.
 */
export function devicesToRing(db: Database, userId: AnyPgColumn): SQL<string[]> {
  const devices = db
    .select({ voiceId: sessions.voiceId })
    .from(presence)
    .innerJoin(sessions, eq(sessions.id, presence.sessionId))
    .where(
      and(
        eq(presence.userId, userId),
        gt(presence.expiresAt, sql`now()`),
        gt(sessions.expiresAt, sql`now()`),
      ),
    )
    .groupBy(sessions.voiceId)
    .orderBy(desc(max(presence.expiresAt)))
    .limit(rungDevices);
  return sql<string[]>`array(${devices})`;
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
