import "server-only";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { database } from "@/lib/db";
import { callAliveSeconds, calls } from "@/lib/db/schema";
import { ago, fromNow } from "@/lib/db/time";
import { longestTalkSeconds } from "./times";
import { reopened } from "./transition";

/** How long (s) a beat of a hidden page keeps a call under way. Browsers may throttle it to one beat a minute. */
const hiddenAliveSeconds = 100;

/**
 * Notes that a tab of `personId` is in the call. Does nothing for a call of other people.
 *
 * A call that was guessed to be over is under way again, since a tab that is in it knows better than silence, which
 * may have been the server's own. The call stays ended if the other side has reported its end, or if the voice network
 * would have ended it by now.
 */
export async function keepCallAlive(personId: string, ref: string, hidden: boolean): Promise<void> {
  const db = await database();
  const until = fromNow(hidden ? hiddenAliveSeconds : callAliveSeconds);
  const alive = { lastSeenAt: sql`now()`, liveUntil: sql`greatest(${calls.liveUntil}, ${until})` };
  const mine = and(eq(calls.ref, ref), or(eq(calls.callerId, personId), eq(calls.calleeId, personId)));
  const kept = await db
    .update(calls)
    .set(alive)
    .where(and(mine, isNull(calls.outcome)))
    .returning({ id: calls.id });
  if (kept.length > 0) return;
  const iAmCaller = eq(calls.callerId, personId);
  const otherEndedAt = sql`case when ${iAmCaller} then ${calls.calleeEndedAt} else ${calls.callerEndedAt} end`;
  await db
    .update(calls)
    .set({ ...alive, ...reopened })
    .where(
      and(
        mine,
        eq(calls.evidence, "guess"),
        isNull(otherEndedAt),
        gt(calls.startedAt, ago(longestTalkSeconds())),
      ),
    );
}
