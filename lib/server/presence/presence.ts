import "server-only";
import { and, desc, eq, gt, lt, lte, max, ne, or, type SQL, sql, type WithSubquery } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { publish } from "@/lib/changes";
import {
  hiddenPresenceSeconds,
  type PresenceBeat,
  streamedPresenceSeconds,
  visiblePresenceSeconds,
} from "@/lib/contracts";
import { type Database, database, presence, sessions } from "@/lib/db";
import { QueryError } from "@/lib/db/query-error";
import { ago, fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { keepingAlive, reopenedCall } from "../calls/keep-alive";
import { tellOfCall } from "../calls/tell";
import type { Session } from "../identity";
import { countHit, type Limit, refuseHit } from "../limits";

/**
 * PostgreSQL's code for a row that refers to a row which does not exist.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const foreignKeyViolation = "23503";

/** How many live tabs one person may have. Each is a row. It is far more than anybody needs. */
const tabLimit = 20;

/** The phone sends 15 a minute, and one at each change. */
const beatLimit: Limit = { name: "beat", hits: 240, seconds: 60 };

/**
 * Stores a tab's beat, unless a later one of that tab has been stored. It also keeps the call alive that the tab is
 * in. Returns whether the person may look otherwise to others now. Throws `rate_limited`, also if the person has too many live tabs, and `unauthenticated` if the session has ended
 * since it was read.
 */
export async function storeBeat(session: Session, beat: PresenceBeat): Promise<boolean> {
  const { person } = session;
  const isGone = beat.phone === "gone";
  const ref = isGone ? null : beat.ref;
  const [done] = await writeBeat(session, { ...beat, ref }).catch((error: unknown) => {
    // The row refers to its session, which another tab may have ended meanwhile.
    const isSessionGone = error instanceof QueryError && error.code === foreignKeyViolation;
    throw isSessionGone ? new AppError("unauthenticated", { cause: error }) : error;
  });
  if (!done?.isCounted) throw await refuseHit(beatLimit, session.id);
  if (!done.hasRoom) throw new AppError("rate_limited");
  if (!done.isStored) return false;
  const wasLive = done.wasLive ?? false;
  const isSame = wasLive && !isGone && done.oldPhone === beat.phone && done.oldRef === ref;
  const isChanged = !isSame && (wasLive || !isGone);
  if (isChanged) publish({ kind: "person", person: person.id });
  if (ref !== null && done.isReopened) tellOfCall({ ...noEnd, ref, ...done.isReopened });
  return isChanged;
}

const noEnd = { outcome: null, evidence: null } as const;

/** One statement for all of it, since tabs send so many of them. */
async function writeBeat({ id, person }: Session, beat: PresenceBeat) {
  const db = await database();
  const { tab, phone, ref, n, hidden, stream } = beat;
  const isGone = phone === "gone";
  const counted = db.$with("counted").as(countHit(db, beatLimit, id));
  const before = db.$with("before").as(
    db
      .select({
        phone: presence.phone,
        ref: presence.ref,
        wasLive: sql<boolean>`${presence.expiresAt} > now()`.as("was_live"),
      })
      .from(presence)
      .where(and(eq(presence.sessionId, id), eq(presence.tab, tab))),
  );
  // Asked in this order, since most beats are of a tab that is live.
  const hasRoom = isGone
    ? sql<boolean>`true`
    : sql<boolean>`case when exists (select 1 from ${before} where was_live) then true else ${hasRoomFor(db, person.id, id, tab)} end`;
  const admitted = db.$with("admitted").as(db.select({ hasRoom: hasRoom.as("has_room") }).from(counted));
  const stored = db.$with("stored").as(
    db
      .insert(presence)
      .select(
        sql`select ${id}::uuid, ${tab}::uuid, ${person.id}, ${phone}, ${ref}::uuid, ${n}::int, ${stream ?? null}::uuid,
          ${expiryOf(beat)} from ${admitted} where has_room`,
      )
      .onConflictDoUpdate({
        target: [presence.sessionId, presence.tab],
        set: {
          phone: sql`excluded.phone`,
          ref: sql`excluded.ref`,
          n: sql`excluded.n`,
          stream: sql`excluded.stream`,
          expiresAt: sql`excluded.expires_at`,
        },
        setWhere: lte(presence.n, n),
      })
      .returning({ tab: presence.tab }),
  );
  const isStored = sql<boolean>`exists (select 1 from ${stored})`;
  const parts: WithSubquery[] = [counted, before, admitted, stored];
  if (ref !== null) parts.push(keepingAlive(db, person.id, { ref, hidden, onlyIf: isStored }));
  return db
    .with(...parts)
    .select({
      isCounted: sql<boolean>`exists (select 1 from ${counted})`,
      hasRoom: sql<boolean>`exists (select 1 from ${admitted} where has_room)`,
      isStored,
      wasLive: before.wasLive,
      oldPhone: before.phone,
      oldRef: before.ref,
      isReopened: ref === null ? sql<null>`null` : reopenedCall,
    })
    .from(sql`(select 1) as one`)
    .leftJoin(before, sql`true`);
}

/** Until when the tab is present. A stream of changes is a sign of life of its own, so that beats are rare. */
function expiryOf({ phone, hidden, stream }: PresenceBeat): SQL {
  if (phone === "gone") return sql`now()`;
  if (stream) return fromNow(streamedPresenceSeconds);
  return fromNow(hidden ? hiddenPresenceSeconds : visiblePresenceSeconds);
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

/** SQL: the person has room for this tab besides their other live ones. */
function hasRoomFor(db: Database, userId: string, sessionId: string, tab: string): SQL {
  const others = db
    .select({ one: sql`1`.as("one") })
    .from(presence)
    .where(
      and(
        eq(presence.userId, userId),
        gt(presence.expiresAt, sql`now()`),
        or(ne(presence.sessionId, sessionId), ne(presence.tab, tab)),
      ),
    )
    .limit(tabLimit)
    .as("others");
  return sql`(select count(*) < ${tabLimit} from ${others})`;
}
