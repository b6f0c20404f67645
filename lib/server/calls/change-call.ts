import "server-only";
import { and, eq, gt, isNull, or, type SQL, sql, type WithSubquery } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { type CallRow, type Database, database, guestLinks, sessions, transaction } from "@/lib/db";
import { callEvents, callLegs, calls } from "@/lib/db/schema";
import { storable } from "@/lib/db/text";
import type { CallFacts, LegFacts } from "./facts";
import { isReleased } from "./outcome-of";
import { tellOfCall } from "./tell";

/** A leg's reports are numbered. */
export interface ReportNumber {
  /** The leg that the report is about. */
  readonly callSid: string;
  readonly sequence: number;
  /** The leg's status. Nothing depends on it; it is stored to make the table readable. */
  readonly status: string;
}

/** A leg of a call, as it was read. */
export interface ReadLeg extends LegFacts {
  /** null: no report on the leg has come yet. */
  readonly callSid: string | null;
  /** The session of its device has not ended. */
  readonly isSignedIn: boolean;
}

/** A call with its legs, as it was read. */
export interface ReadCall {
  readonly id: number;
  /** Another one whenever the row has been written since. All changes of a call's legs write its row too. */
  readonly version: string;
  readonly now: Date;
  /** The report was applied before. */
  readonly isRepeated: boolean;
  /** The session that placed the call has not ended, or the link by which a guest placed it was not withdrawn. */
  readonly callerIsSignedIn: boolean;
  /** Closed devices of the callee were told of the call. */
  readonly wasWaking: boolean;
  readonly facts: CallFacts;
  readonly legs: readonly ReadLeg[];
}

/** What is known of a call by now. */
export interface CallChange {
  readonly after: CallFacts;
  /** The leg that has changed; null: none. */
  readonly leg: string | null;
  /** The CallSid of that leg, if it is known. */
  readonly callSid: string | null;
  readonly alive: Partial<Alive>;
}

/** How often it is tried without a lock. Each failed try is a change by another, of which a call has a few at a time. */
const mostTries = 5;

/**
 * Changes a call in two round trips: reads it, and writes it if nobody else has written it meanwhile, else begins again. So
 * changes at the same time are made one after the other, and no lock is held while this process thinks. Only if others write
 * all the time it waits for the row's lock, under which the change is made for certain. `number`: the report that is applied;
 * it is stored, and applied once. `change` may be called several times; it returns null to change nothing. Returns the
 * change that was made, if any.
 */
export async function changeCall<Change extends CallChange>(
  where: SQL | undefined,
  number: ReportNumber | null,
  change: (call: ReadCall) => Change | null,
): Promise<Change | undefined> {
  const db = await database();
  const tryOnce = async (db: Database): Promise<Tried<Change>> => {
    const call = await readCall(db, where, number);
    if (!call || call.isRepeated) return "nothing to do";
    const made = change(call);
    if (!made) return "nothing to do";
    const saved = await saveCall(db, call, made, number);
    return saved ? { call, made, saved } : "changed by others";
  };
  let tried: Tried<Change> = "changed by others";
  for (let tries = 0; tries < mostTries && tried === "changed by others"; tries++) tried = await tryOnce(db);
  if (tried === "changed by others") {
    tried = await transaction(async (db) => {
      await db.select({ id: calls.id }).from(calls).where(where).for("update");
      return tryOnce(db);
    });
  }
  if (tried === "nothing to do") return undefined;
  if (tried === "changed by others") throw new Error("a call was changed although its row was locked");
  const { call, made, saved } = tried;
  const { outcome, evidence } = made.after;
  if (outcome !== call.facts.outcome || evidence !== call.facts.evidence)
    tellOfCall({ ...saved, outcome, evidence });
  return made;
}

/** What came of one try to change a call. */
type Tried<Change> =
  | "nothing to do"
  | "changed by others"
  | { readonly call: ReadCall; readonly made: Change; readonly saved: SavedCall };

/** The people of a call that was saved. */
type SavedCall = Pick<CallRow, "id" | "ref" | "callerId" | "calleeId">;

/** Writes what is known by now, with the report's number. Undefined if the row has been written since it was read. */
async function saveCall(
  db: Database,
  { id, version }: ReadCall,
  change: CallChange,
  number: ReportNumber | null,
): Promise<SavedCall | undefined> {
  const { legs, startedAt: _, ...facts } = change.after;
  const values = {
    ...facts,
    ...change.alive,
    ...(isReleased(change.after) ? { releasedAt: releasedUnlessHeard } : {}),
  };
  const saved = db.$with("saved").as(
    db
      .update(calls)
      .set(values)
      // Checked again by PostgreSQL if it has to wait for another change of this row.
      .where(and(eq(calls.id, id), sql`${rowVersion} = ${version}`))
      .returning({ id: calls.id, ref: calls.ref, callerId: calls.callerId, calleeId: calls.calleeId }),
  );
  const parts: WithSubquery[] = [saved];
  const leg = legs.find(({ voiceId }) => voiceId === change.leg);
  if (leg) {
    const { voiceId, ...legFacts } = leg;
    const isLeg = and(eq(callLegs.callId, sql`(select id from ${saved})`), eq(callLegs.voiceId, voiceId));
    const values = { ...legFacts, callSid: sidOnce(change.callSid) };
    parts.push(
      db
        .$with("saved_leg")
        .as(db.update(callLegs).set(values).where(isLeg).returning({ voiceId: callLegs.voiceId })),
    );
  }
  if (number) {
    const { callSid, sequence, status } = number;
    parts.push(
      db.$with("numbered", {}).as(
        sql`insert into ${callEvents} (call_sid, sequence, call_id, status)
          select ${callSid}, ${sequence}::int, id, ${storable(status)} from ${saved} on conflict do nothing`,
      ),
    );
  }
  const [row] = await db
    .with(...parts)
    .select()
    .from(saved);
  return row;
}

/** SQL: PostgreSQL's own number of the change that wrote the row. https://www.postgresql.org/docs/current/ddl-system-columns.html */
const rowVersion = sql<string>`${calls}.xmin::text`;

/** SQL: the call is released by now, unless voicemail hears its caller: then the caller's leg goes on without the others. */
const releasedUnlessHeard = sql`case when ${calls.messageAt} is null then coalesce(${calls.releasedAt}, now())
  else ${calls.releasedAt} end`;

/** The columns that a sign of life changes. */
interface Alive {
  readonly lastSeenAt: SQL;
  readonly liveUntil: SQL;
}

/** SQL: the leg's CallSid, which does not change, and is not that of another leg. */
function sidOnce(callSid: string | null): SQL | undefined {
  if (callSid === null) return undefined;
  const other = sql`exists (select 1 from ${callLegs} as other where other.call_sid = ${callSid})`;
  return sql`coalesce(${callLegs.callSid}, case when ${other} then null else ${callSid} end)`;
}

/** The call with its legs, all as they were at one moment. */
async function readCall(
  db: Database,
  where: SQL | undefined,
  number: ReportNumber | null,
): Promise<ReadCall | undefined> {
  const rows = await db
    .select({
      id: calls.id,
      version: rowVersion,
      facts,
      now: sql`now()`.mapWith(calls.startedAt),
      isRepeated: number ? isStored(db, number) : sql<boolean>`false`,
      callerIsSignedIn: sql<boolean>`${and(
        or(isNull(calls.callerSessionId), isLive(db, sessions.id, calls.callerSessionId)),
        or(isNull(calls.guestLinkId), isNull(withdrawnAt(db))),
      )}`,
      wasWaking: sql<boolean>`${calls.wakingAt} is not null`,
      leg,
      isSignedIn: sql<boolean>`${isLive(db, sessions.voiceId, callLegs.voiceId)}`,
    })
    .from(calls)
    .leftJoin(callLegs, eq(callLegs.callId, calls.id))
    .where(where);
  const [first] = rows;
  if (!first) return undefined;
  const legs = rows.flatMap(({ leg, isSignedIn }) => (leg ? [{ ...leg, isSignedIn }] : []));
  return { ...first, facts: { ...first.facts, legs }, legs };
}

/** SQL: a report with this number has been applied. */
function isStored(db: Database, { callSid, sequence }: ReportNumber): SQL<boolean> {
  const stored = db
    .select({ one: sql`1` })
    .from(callEvents)
    .where(and(eq(callEvents.callSid, callSid), eq(callEvents.sequence, sequence)));
  return sql<boolean>`exists ${stored}`;
}

/** SQL: there is a session that has not ended, whose `key` is that of the call or leg. */
function isLive(db: Database, key: AnyPgColumn, value: AnyPgColumn): SQL {
  const live = db
    .select({ one: sql`1` })
    .from(sessions)
    .where(and(eq(key, value), gt(sessions.expiresAt, sql`now()`)));
  return sql`exists ${live}`;
}

/** SQL: when the link of the guest who placed the call was withdrawn. */
function withdrawnAt(db: Database): SQL {
  return sql`(${db.select({ at: guestLinks.withdrawnAt }).from(guestLinks).where(eq(guestLinks.id, calls.guestLinkId))})`;
}

const facts = {
  startedAt: calls.startedAt,
  ringingAt: calls.ringingAt,
  answeredAt: calls.answeredAt,
  endedAt: calls.endedAt,
  finalStatus: calls.finalStatus,
  durationSeconds: calls.durationSeconds,
  outcome: calls.outcome,
  evidence: calls.evidence,
} satisfies Record<Exclude<keyof CallFacts, "legs">, unknown>;

const leg = {
  voiceId: callLegs.voiceId,
  callSid: callLegs.callSid,
  answeredAt: callLegs.answeredAt,
  endedAt: callLegs.endedAt,
  finalStatus: callLegs.finalStatus,
  noRoom: callLegs.noRoom,
} satisfies Record<keyof LegFacts | "callSid", unknown>;
