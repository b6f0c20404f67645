import "server-only";
import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { hiddenPresenceSeconds, type PresenceBeat, visiblePresenceSeconds } from "@/lib/contracts";
import { calls, database, presence } from "@/lib/db";
import type { Session } from "./auth/sessions";
import { reopened } from "./calls/transition";

/** How long (s) one beat keeps a call's row alive. A hidden page may be throttled to a beat a minute. */
const visibleCallSeconds = 45;
const hiddenCallSeconds = 100;

/** Takes a tab's beat in. The clock is the database's throughout: processes may disagree about the time. */
export async function takeBeat(session: Session, beat: PresenceBeat): Promise<void> {
  if (beat.phone === "gone") return forgetTab(session, beat.tab);
  const db = await database();
  const { tab, phone, ref, hidden } = beat;
  const expiresAt = fromNow(hidden ? hiddenPresenceSeconds : visiblePresenceSeconds);
  await db
    .insert(presence)
    .values({ sessionId: session.id, userId: session.person.id, tab, phone, ref, expiresAt })
    .onConflictDoUpdate({ target: [presence.sessionId, presence.tab], set: { phone, ref, expiresAt } });
  if (ref) await keepCallAlive(session.person.id, ref, hidden);
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

/** Removes the tabs that have not been heard of for long. */
export async function sweepPresence(): Promise<void> {
  const db = await database();
  await db.delete(presence).where(lt(presence.expiresAt, sql`now() - interval '5 minutes'`));
}

async function forgetTab(session: Session, tab: string): Promise<void> {
  const db = await database();
  await db.delete(presence).where(and(eq(presence.sessionId, session.id), eq(presence.tab, tab)));
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
