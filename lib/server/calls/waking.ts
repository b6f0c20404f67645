import "server-only";
import { and, eq, isNotNull, isNull, notExists, type SQL, sql } from "drizzle-orm";
import { isMissed, type Outcome, type Refusal } from "@/lib/contracts";
import { type Database, database, users } from "@/lib/db";
import { callAliveSeconds, callLegs, calls } from "@/lib/db/schema";
import { fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { changeCall } from "./change-call";
import { receivedBy } from "./conditions";
import type { LegToEnd } from "./legs-to-end";
import { tellOfCall } from "./tell";
import { transition } from "./transition";

/*
 * A call that wakes closed devices: its row has `wakingAt`, and no legs until a device opens. It counts as under way, and
 * ends by one of the functions below, by the network's reports on its legs, or by a guess like any other call.
 */

/** SQL: closed devices are being rung for the call, and none has opened. */
function isWaking(db: Database): SQL | undefined {
  const legs = db.select({ one: sql`1` }).from(callLegs).where(eq(callLegs.callId, calls.id));
  return and(isNotNull(calls.wakingAt), isNull(calls.outcome), notExists(legs));
}

/**
 * Gives the call the devices (`sessions.voiceId`) that have opened for it. False: it does not wait for any, since another
 * one has got them, the caller has gone or the call is over.
 */
export async function ringOpened(ref: string, devices: readonly string[]): Promise<boolean> {
  const db = await database();
  const open = db.$with("open").as(
    db
      .update(calls)
      .set({ liveUntil: sql`greatest(${calls.liveUntil}, ${fromNow(callAliveSeconds)})` })
      .where(and(eq(calls.ref, ref), isWaking(db), isNull(calls.callerEndedAt)))
      .returning({ id: calls.id }),
  );
  const rows = await db
    .with(open)
    .insert(callLegs)
    .select(
      sql`select id, unnest(${sql.param([...devices])}::text[]), null, null::timestamptz, null::timestamptz, null, false
        from ${open}`,
    )
    // Another webhook of the same call may have done so at this moment.
    .onConflictDoNothing()
    .returning({ voiceId: callLegs.voiceId });
  return rows.length > 0;
}

/** How a call ends for which no device has opened. */
export interface WakingEnd {
  readonly outcome: Outcome;
  readonly refusal: Refusal | null;
}

/** Ends such a call. Its evidence is `refused`, since it is we who end it. False: it does not wait any more. */
export async function endWaking(ref: string, { outcome, refusal }: WakingEnd): Promise<boolean> {
  const db = await database();
  const [ended] = await db
    .update(calls)
    .set({ outcome, refusal, ...endedNow })
    .where(and(eq(calls.ref, ref), isWaking(db)))
    .returning();
  if (!ended) return false;
  tellOfCall(ended);
  return true;
}

/** The caller's leg ends with our answer to the webhook. */
const endedNow = {
  evidence: "refused",
  endedAt: sql`now()`,
  releasedAt: sql`coalesce(${calls.releasedAt}, now())`,
} as const;

/**
 * Declines a call to `me` that nobody has answered: one that wakes devices, or one that already rings those that have
 * opened. Returns the legs that must be ended; null: there was nothing to decline. Throws `not_found` for a call that `me`
 * did not receive.
 */
export async function declineCall(
  { personId, voiceId }: { readonly personId: string; readonly voiceId: string },
  ref: string,
): Promise<LegToEnd[] | null> {
  const db = await database();
  const isMine = and(eq(calls.ref, ref), receivedBy(personId));
  if ((await db.$count(calls, isMine)) === 0) throw new AppError("not_found");
  if (await endWaking(ref, { outcome: "declined", refusal: null })) return [];
  const made = await changeCall(isMine, null, (call) => {
    const open = call.legs.filter(({ finalStatus }) => finalStatus === null);
    const leg = open.find((one) => one.voiceId === voiceId) ?? open[0];
    const { answeredAt, outcome } = call.facts;
    if (!leg || answeredAt !== null || outcome !== null) return null;
    // As the network reports a decline: a person who declines on one device declines for all.
    const decline = { kind: "final", source: "leg", status: "busy", durationSeconds: null } as const;
    const after = transition(call.facts, { ...decline, leg: leg.voiceId, at: call.now });
    const mustEnd = open.flatMap(({ callSid }) =>
      callSid === null ? [] : [{ callSid, status: "canceled" as const }],
    );
    return { after, leg: leg.voiceId, callSid: leg.callSid, alive: {}, mustEnd };
  });
  return made?.mustEnd ?? null;
}

/** A call that closed devices were told of, as they may know it. */
export interface TellableCall {
  readonly ref: string;
  readonly calleeId: string;
  /** null: an anonymous caller, or a person who does not exist any more. Without `username`: a guest. */
  readonly caller: { readonly username: string | null; readonly displayName: string } | null;
  readonly missed: boolean;
}

/** What closed devices may be told of the call; undefined: nothing, since they never were. */
export async function tellableCall(
  where: { ref: string } | { callSid: string },
): Promise<TellableCall | undefined> {
  const db = await database();
  const isIt = "ref" in where ? eq(calls.ref, where.ref) : eq(calls.callSid, where.callSid);
  const [row] = await db
    .select({
      ref: calls.ref,
      calleeId: calls.calleeId,
      outcome: calls.outcome,
      anonymous: calls.anonymous,
      username: users.username,
      displayName: users.displayName,
      guest: calls.guestName,
    })
    .from(calls)
    .leftJoin(users, eq(users.id, calls.callerId))
    .where(and(isIt, isNotNull(calls.wakingAt)));
  if (!row?.calleeId) return undefined;
  const { ref, calleeId, outcome, anonymous, guest, username } = row;
  const displayName = guest ?? row.displayName;
  return {
    ref,
    calleeId,
    caller: anonymous || displayName === null ? null : { username, displayName },
    missed: isMissed({ direction: "incoming", outcome }),
  };
}
