import "server-only";
import { and, eq, gt, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { CallRow, Database } from "@/lib/db";
import { callAliveSeconds, calls } from "@/lib/db/schema";
import { ago, fromNow } from "@/lib/db/time";
import { longestTalkSeconds } from "./times";
import { reopened } from "./transition";

/** How long (s) a beat of a hidden page keeps a call under way. Browsers may throttle it to one beat a minute. */
const hiddenAliveSeconds = 100;

/**
 * Notes that a tab of `personId` is in the call, as a part of a larger statement, if `onlyIf` holds. Does nothing for a call
 * of other people. Returns the call if it was written, and whether it was thought to be over before.
 *
 * A call that was guessed to be over is under way again, since a tab that is in it knows better than silence, which
 * may have been the server's own. The call stays ended if the other side has reported its end, or if the voice network
 * would have ended it by now.
 */
export function keepingAlive(
  db: Database,
  personId: string,
  { ref, hidden, onlyIf }: { readonly ref: string; readonly hidden: boolean; readonly onlyIf: SQL },
) {
  const until = fromNow(hidden ? hiddenAliveSeconds : callAliveSeconds);
  const alive = { lastSeenAt: sql`now()`, liveUntil: sql`greatest(${calls.liveUntil}, ${until})` };
  const iAmCaller = eq(calls.callerId, personId);
  const otherEndedAt = sql`case when ${iAmCaller} then ${calls.calleeEndedAt} else ${calls.callerEndedAt} end`;
  const isWronglyOver = and(
    eq(calls.evidence, "guess"),
    isNull(otherEndedAt),
    gt(calls.startedAt, ago(longestTalkSeconds())),
  );
  const before = db
    .select({ id: calls.id, wasOver: isNotNull(calls.outcome).as("was_over") })
    .from(calls)
    .where(eq(calls.ref, ref))
    .as("before_beat");
  return db.$with("kept").as(
    db
      .update(calls)
      .set({ ...alive, ...reopened })
      .from(before)
      .where(
        and(
          eq(calls.id, before.id),
          eq(calls.ref, ref),
          or(iAmCaller, eq(calls.calleeId, personId)),
          or(isNull(calls.outcome), isWronglyOver),
          onlyIf,
        ),
      )
      .returning({ callerId: calls.callerId, calleeId: calls.calleeId, wasOver: before.wasOver }),
  );
}

/** SQL, in a statement with {@link keepingAlive}: the people of the call if it was thought to be over, else null. */
export const reopenedCall = sql<Pick<CallRow, "callerId" | "calleeId"> | null>`(select
  json_build_object('callerId', caller_id, 'calleeId', callee_id) from kept where was_over)`;
