import "server-only";
import { and, desc, eq, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Outcome, Refusal } from "@/lib/contracts";
import { type CallRow, type Database, database, oncePerDatabase, together, withValues } from "@/lib/db";
import { callEvents, callLegs, calls } from "@/lib/db/schema";
import { storable } from "@/lib/db/text";
import { type Counted, callLimits, callsOfPerson, guestLimits, limitReached, lockPlaces } from "./caps";
import { earlyEnd } from "./note-ended";
import { tellOfNewCall } from "./tell";

/** A call that the voice network asks about for the first time. */
export interface NewCall {
  readonly ref: string;
  /** The caller's leg. */
  readonly callSid: string;
  /** null: a guest. */
  readonly callerId: string | null;
  readonly callerSessionId: string | null;
  /** By which link, and under which name, a guest calls; both null: no guest. */
  readonly guestLinkId: string | null;
  readonly guestName: string | null;
  /** The link is for one call. */
  readonly once: boolean;
  /** null: what the caller asked for is not a person. */
  readonly calleeId: string | null;
  /** What the caller asked for, of any length. Its first 64 characters are stored. */
  readonly dialed: string;
  readonly anonymous: boolean;
  /** The devices that it rings (`sessions.voiceId`). None: closed devices are woken first (`./waking`). */
  readonly devices: readonly string[];
  /** How the call ends at once, without ringing; null: it rings. */
  readonly refused: { readonly outcome: Outcome; readonly refusal: Refusal | null } | null;
}

/** What is read of a call that has a row already. */
export type KnownCall = Pick<
  CallRow,
  "id" | "ref" | "callSid" | "callerId" | "guestLinkId" | "guestName" | "calleeId" | "anonymous"
>;

/** A call, and the devices that it rings (`sessions.voiceId`), in a fixed order. */
export interface RoutedCall<Row extends KnownCall = CallRow> {
  readonly row: Row;
  readonly devices: readonly string[];
}

/**
 * Writes a new call with its legs. Undefined if there is already a row with its CallSid or its ref.
 *
 * A call that is to ring is refused if the caller, or everybody together, has as many calls as are allowed. Such a call
 * does not exist for the callee, like every call that is refused because of its caller.
 */
export async function createCall(call: NewCall): Promise<RoutedCall | undefined> {
  const rows = call.refused ? await insertRefused(call, call.refused) : await insertRinging(call);
  const [row] = rows;
  if (!row) return undefined;
  tellOfNewCall(row);
  return { row, devices: row.outcome === null ? [...call.devices].sort() : [] };
}

async function insertRefused(call: NewCall, { outcome, refusal }: NonNullable<NewCall["refused"]>) {
  const db = await database();
  const end = { outcome, refusal, evidence: "refused", endedAt: sql`now()`, releasedAt: sql`now()` } as const;
  return db
    .insert(calls)
    .values({ ...asked(call), ...end })
    .onConflictDoNothing()
    .returning();
}

/** Writes a call that rings if there is a place for it, else one that is refused. */
async function insertRinging(call: NewCall): Promise<CallRow[]> {
  const isGuest = call.guestLinkId !== null;
  const limits = isGuest ? guestLimits(call.once) : callLimits();
  const insert = isGuest ? insertOfGuest : insertOfPerson;
  const values = { ...asked(call), ...limits, devices: [...call.devices] };
  const [, rows] = await together((db) => [db.execute(lockPlaces()), withValues(insert(db), values)]);
  return rows;
}

/** The places in the statement for the columns of what the caller asked for. */
const given = {
  ref: sql.placeholder("ref"),
  callSid: sql.placeholder("callSid"),
  callerId: sql.placeholder("callerId"),
  callerSessionId: sql.placeholder("callerSessionId"),
  guestLinkId: sql.placeholder("guestLinkId"),
  guestName: sql.placeholder("guestName"),
  calleeId: sql.placeholder("calleeId"),
  dialed: sql.placeholder("dialed"),
  anonymous: sql.placeholder("anonymous"),
};

/** Those for what is allowed. */
const allowed = {
  mineAtOnce: sql.placeholder("mineAtOnce"),
  mineInHour: sql.placeholder("mineInHour"),
  mineInDay: sql.placeholder("mineInDay"),
  allAtOnce: sql.placeholder("allAtOnce"),
  allInHour: sql.placeholder("allInHour"),
  allInDay: sql.placeholder("allInDay"),
  longestSeconds: sql.placeholder("longestSeconds"),
};

const insertOfPerson = oncePerDatabase((db) => insertIfPlace(db, callsOfPerson(given.callerId)));
const insertOfGuest = oncePerDatabase((db) =>
  insertIfPlace(db, { calls: eq(calls.guestLinkId, given.guestLinkId), personId: null }),
);

function insertIfPlace(db: Database, whose: Counted) {
  const reached = limitReached(db, whose, allowed);
  const refusal = sql`(select refusal from ${reached})`;
  const unlessRefused = (value: SQL | Placeholder) => sql`case when ${refusal} is null then ${value} end`;
  const ifRefused = (value: SQL) => sql`case when ${refusal} is not null then ${value} end`;
  const early = earlyEndOf(db, given.callSid);
  const devices = sql`${sql.placeholder("devices")}::text[]`;
  const created = db.$with("created").as(
    db
      .insert(calls)
      .values({
        ...given,
        calleeId: unlessRefused(given.calleeId),
        refusal,
        outcome: ifRefused(sql`'failed'`),
        evidence: ifRefused(sql`'refused'`),
        endedAt: ifRefused(sql`now()`),
        callerEndedAt: unlessRefused(early),
        releasedAt: sql`case when ${refusal} is null then ${early} else now() end`,
        wakingAt: unlessRefused(sql`case when cardinality(${devices}) = 0 then now() end`),
      })
      .onConflictDoNothing()
      .returning(),
  );
  // One statement writes both tables, since each round trip delays the ring.
  const legs = db.$with("legs", {}).as(
    sql`insert into ${callLegs} (call_id, voice_id)
      select id, unnest(${devices}) from ${created} where refusal is null`,
  );
  return db.with(reached, created, legs).select().from(created).prepare("");
}

/** The columns of what the caller asked for. */
function asked({ refused: _, devices: __, once: ___, dialed, ...call }: NewCall) {
  return { ...call, dialed: storable(dialed) };
}

/** SQL: the end of the caller's leg, if that was reported before the call had a row (see `noteCallerLegEnded`). */
function earlyEndOf(db: Database, callSid: Placeholder): SQL {
  const early = db
    .select({ at: callEvents.receivedAt })
    .from(callEvents)
    .where(and(eq(callEvents.callSid, callSid), eq(callEvents.sequence, earlyEnd)));
  return sql`(${early})`;
}

/** The call with that CallSid, else the call with that ref, as a part of a larger statement. */
export function existingCall(db: Database, callSid: Placeholder, ref: Placeholder) {
  const legs = db.select({ voiceId: callLegs.voiceId }).from(callLegs).where(eq(callLegs.callId, calls.id));
  return db.$with("existing").as(
    db
      .select({
        id: calls.id,
        ref: calls.ref,
        callSid: calls.callSid,
        callerId: calls.callerId,
        guestLinkId: calls.guestLinkId,
        guestName: calls.guestName,
        calleeId: calls.calleeId,
        anonymous: calls.anonymous,
        outcome: calls.outcome,
        callerEndedAt: calls.callerEndedAt,
        // The clocks of processes may disagree.
        wakingMs: sql<number | null>`extract(epoch from now() - ${calls.wakingAt})::float8 * 1000`.as(
          "waking_ms",
        ),
        rung: sql<string[]>`array(${legs})`.as("rung"),
      })
      .from(calls)
      .where(or(eq(calls.callSid, callSid), eq(calls.ref, ref)))
      // Two rows match when another leg comes under the ref of an earlier call.
      .orderBy(desc(eq(calls.callSid, callSid)))
      .limit(1),
  );
}

/** The columns of {@link existingCall}, for the statement that it is a part of. */
export function columnsOf(existing: ReturnType<typeof existingCall>) {
  return {
    id: existing.id,
    ref: existing.ref,
    callSid: existing.callSid,
    callerId: existing.callerId,
    guestLinkId: existing.guestLinkId,
    guestName: existing.guestName,
    calleeId: existing.calleeId,
    anonymous: existing.anonymous,
    outcome: existing.outcome,
    callerEndedAt: existing.callerEndedAt,
    wakingMs: existing.wakingMs,
    rung: existing.rung,
  };
}
