import "server-only";
import { and, eq, gt, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { hiddenPresenceSeconds, type PresenceBeat, visiblePresenceSeconds } from "@/lib/contracts";
import { calls, database, presence } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { reopened } from "../calls/transition";
import type { Session } from "../identity";
import { hit } from "../limits";

/** How long (s) one beat keeps a call's row alive. A hidden page may be throttled to a beat a minute. */
const visibleCallSeconds = 45;
const hiddenCallSeconds = 100;

/** What a person's devices and tabs never come near; each live one is a row. */
const tabLimit = 20;

/**
 * Takes a tab's beat in, unless a later one has been. The clock is the database's throughout: processes may disagree
 * about the time. Throws `rate_limited`.
 */
export async function takeBeat(session: Session, beat: PresenceBeat): Promise<void> {
  // The phone sends 15 a minute, and one at each change.
  await hit({ name: "beat", hits: 240, seconds: 60 }, session.id);
  const { tab, phone, n, hidden } = beat;
  const isGone = phone === "gone";
  const ref = isGone ? null : beat.ref;
  if (!isGone && !(await hasRoom(session, tab))) throw new AppError("rate_limited");
  const expiresAt = isGone ? sql`now()` : fromNow(hidden ? hiddenPresenceSeconds : visiblePresenceSeconds);
  const change = { phone, ref, n, expiresAt };
  const db = await database();
  const taken = await db
    .insert(presence)
    .values({ sessionId: session.id, userId: session.person.id, tab, ...change })
    .onConflictDoUpdate({
      target: [presence.sessionId, presence.tab],
      set: change,
      setWhere: lte(presence.n, n),
    })
    .returning({ tab: presence.tab });
  if (ref && taken.length > 0) await keepCallAlive(session.person.id, ref, hidden);
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

/** Removes the tabs that have not been heard of for longer than any beat takes to come. */
export async function sweepPresence(): Promise<void> {
  const db = await database();
  await db.delete(presence).where(lt(presence.expiresAt, sql`now() - interval '5 minutes'`));
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

/**
 * Only a call of one's own: nobody keeps another's row open.
 *
 * A call that was guessed to be over is under way again: a tab that is in it knows better than silence, which may
 * have been our own. Not against the other side's word that it is over, and not once the voice network would have
 * ended it.
 */
async function keepCallAlive(userId: string, ref: string, hidden: boolean): Promise<void> {
  const db = await database();
  const until = fromNow(hidden ? hiddenCallSeconds : visibleCallSeconds);
  const alive = { lastSeenAt: sql`now()`, liveUntil: sql`greatest(${calls.liveUntil}, ${until})` };
  const mine = and(eq(calls.ref, ref), or(eq(calls.callerId, userId), eq(calls.calleeId, userId)));
  const kept = await db
    .update(calls)
    .set(alive)
    .where(and(mine, isNull(calls.outcome)))
    .returning({ id: calls.id });
  if (kept.length > 0) return;
  const otherEndedAt = sql`case when ${calls.callerId} = ${userId} then ${calls.calleeEndedAt} else ${calls.callerEndedAt} end`;
  await db
    .update(calls)
    .set({ ...alive, ...reopened })
    .where(
      and(
        mine,
        eq(calls.evidence, "guess"),
        isNull(otherEndedAt),
        gt(calls.startedAt, sql`now() - interval '4 hours'`),
      ),
    );
}

function fromNow(seconds: number) {
  return sql`now() + make_interval(secs => ${seconds})`;
}
