import "server-only";
import { and, eq, ilike, isNull, lt, not, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/changes";
import { type CallsResponse, foldQuery } from "@/lib/contracts";
import { database, voicemails } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { containing, nameContains } from "@/lib/db/text";
import { madeBy, missedBy, receivedBy } from "./conditions";
import { callee, caller, settledCalls } from "./settled-calls";
import { toRecord } from "./to-record";

const pageSize = 50;

/** Which part of the history is asked for: `GET /api/calls?cursor=&q=&missed=1&messages=1`. */
export const historyQuerySchema = z.object({
  /** The id of the last row of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .nullish(),
  q: z.string().max(200).nullish(),
  missed: z.enum(["0", "1"]).nullish(),
  messages: z.enum(["0", "1"]).nullish(),
});

/** The calls of `me`, newest first, a page at a time. */
export async function listCalls(
  me: string,
  { cursor, q, missed, messages }: z.infer<typeof historyQuerySchema>,
): Promise<CallsResponse> {
  const isAsked = and(cursor ? lt(calls.id, cursor) : undefined, q ? peerMatches(me, q) : undefined);
  const received = missed === "1" ? missedBy(me) : receivedBy(me);
  const settled = await settledCalls();
  const found =
    messages === "1"
      ? await settled.select([and(received, leftAMessageFor(me), isAsked)], pageSize + 1)
      : missed === "1"
        ? await settled.select([and(received, isAsked)], pageSize + 1)
        : await settled.select([and(madeBy(me), isAsked), and(received, isAsked)], pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  return {
    calls: page.map((call) => toRecord(call, me)),
    nextCursor: found.length > pageSize && last ? String(last.call.id) : null,
  };
}

/** The badge says "99+" for more. */
const mostCounted = 100;

/**
 * How many calls `me` has missed since they last opened the history: 100 at most. Without those in which a message was left,
 * which counts by itself (`countUnheard`): one badge shows the sum of both.
 */
export async function countNewMissed(me: string): Promise<number> {
  const isNew = and(missedBy(me), not(calls.seen));
  return (await settledCalls()).count(and(isNew, isNull(voicemails.id)), mostCounted);
}

/**
 * Marks the missed calls of `me` as seen, because the history is open. It does not settle calls first: one that would get
 * its outcome only now is not on the page yet, and stays new.
 */
export async function markSeen(me: string): Promise<void> {
  const db = await database();
  const seen = await db
    .update(calls)
    .set({ seen: true })
    .where(and(missedBy(me), not(calls.seen)))
    .returning({ id: calls.id });
  // The badges of my other pages.
  if (seen.length > 0) publish({ kind: "own", person: me, what: ["me"] });
}

/** SQL: the callee, `me`, has a message of the call. At most `VOICEMAIL_MAX_MESSAGES` calls, found by their owner. */
function leftAMessageFor(me: string): SQL {
  return eq(voicemails.ownerId, me);
}

/** SQL: the other side's name matches `q`. A search must not find the caller of an anonymous call. */
function peerMatches(me: string, q: string): SQL | undefined {
  const wanted = foldQuery(q);
  // What I dialled is stored as I typed it.
  const dialed = or(ilike(calls.dialed, containing(wanted)), ilike(calls.dialed, containing(q.trim())));
  return or(
    and(eq(calls.callerId, me), or(nameContains(callee, wanted), dialed)),
    and(eq(calls.calleeId, me), eq(calls.anonymous, false), nameContains(caller, wanted)),
    and(eq(calls.calleeId, me), ilike(calls.guestName, containing(q.trim()))),
  );
}
