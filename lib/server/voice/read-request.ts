import "server-only";
import { and, eq, gt, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { usernameSchema } from "@/lib/contracts";
import { type Database, database, oncePerDatabase, sessions, users } from "@/lib/db";
import { columnsOf, existingCall } from "../calls/create-call";
import { callingRow } from "../operator/switches";
import { hasBlocked, hasBlockedByName, hasBlockedUnnamed, isKnown, letsRing } from "../people/rules";
import { looksLikeNumber } from "../people/username";
import { devicesToRing } from "../presence/presence";
import { canBeWoken } from "../push/subscriptions";
import { callCounterOf, calleeColumns, countedCall } from "./read-parts";
import { readVoiceAddress } from "./voice-identity";
import type { VoiceRequest } from "./webhook-params";

/** All that has to be known to answer the request of a person's call, as it was at one moment. */
export type ReadRequest = NonNullable<Awaited<ReturnType<typeof readRequest>>>;

/**
 * Reads all of it in one statement, since each round trip delays the ring, and counts the call if it is a new one. The
 * caller is the person of `From`, while the session in it lasts: a token outlives its session by up to 10 min, and a Device
 * that is registered outlives both. Undefined: nobody calls.
 *
 * The callee comes with the answers to both questions: may this caller ring under their name, and anonymously? What the
 * callee has decided about a person by name (a block, an allowance, an earlier call) has no part in the second answer:
 * by changing it the callee could find out who calls. See docs/decisions/0025-anonymous-calls.md.
 */
export async function readRequest(request: VoiceRequest) {
  const address = readVoiceAddress(request.From);
  if (!address) return undefined;
  const [row] = await reading(await database()).execute({
    ...address,
    callSid: request.CallSid,
    ref: request.ref || null,
    // No person has it.
    name: isName(request.To) ? request.To : "",
    isCounted: isCounted(request),
    counter: callCounterOf(address.personId),
  });
  return row;
}

/** The places in the statement for what differs from request to request. */
const given = {
  personId: sql.placeholder("personId"),
  voiceId: sql.placeholder("voiceId"),
  callSid: sql.placeholder("callSid"),
  ref: sql.placeholder("ref"),
  name: sql.placeholder("name"),
  isCounted: sql.placeholder("isCounted"),
  counter: sql.placeholder("counter"),
};

const reading = oncePerDatabase((db) => {
  const { personId } = given;
  const caller = callerOf(db);
  const existing = existingCall(db, given.callSid, given.ref);
  const counted = countedCall(db, caller, existing, given);
  const blockedByCaller = hasBlockedByName(db, personId, users.id);
  const refusesAnonymous = or(
    not(users.acceptsAnonymous),
    hasBlockedUnnamed(db, users.id, personId),
    blockedByCaller,
  );
  return db
    .with(caller, existing, counted)
    .select({
      caller: {
        id: caller.id,
        username: caller.username,
        displayName: caller.displayName,
        sessionId: caller.sessionId,
      },
      existing: columnsOf(existing),
      calling: callingRow(db),
      isWithinLimit: sql<boolean>`exists (select 1 from ${counted})`,
      callee: calleeColumns,
      refusesAnonymous: sql<boolean>`${refusesAnonymous}`,
      blocked: sql<boolean>`${or(hasBlocked(db, users.id, personId), blockedByCaller)}`,
      open: sql<boolean>`${letsRing(db, personId)}`,
      // Before the existing call, or else before the one that will be made.
      known: isKnown(db, personId, sql`coalesce(${existing.id}, ${Number.MAX_SAFE_INTEGER}::bigint)`),
      devices: devicesToRing(db, users.id),
      canBeWoken: canBeWoken(db, users.id),
    })
    .from(caller)
    .leftJoin(existing, sql`true`)
    .leftJoin(users, eq(users.id, calleeOf(db, existing)))
    .prepare("");
});

/** Whether the request counts as a call, if it is a new one. A test call does not: it is counted by `mayTest`. */
function isCounted({ ref, anonymous }: VoiceRequest): boolean {
  return ref !== "" && ref !== null && anonymous !== null;
}

/** Whether this can be the name of a person. */
export function isName(text: string): boolean {
  return usernameSchema.safeParse(text).success && !looksLikeNumber(text);
}

function callerOf(db: Database) {
  return db.$with("caller").as(
    db
      .select({
        id: users.id,
        username: users.username,
        displayName: users.displayName,
        sessionId: sql<string>`${sessions.id}`.as("session_id"),
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(
        and(
          eq(sessions.voiceId, given.voiceId),
          eq(sessions.userId, given.personId),
          gt(sessions.expiresAt, sql`now()`),
          isNull(users.suspendedAt),
        ),
      ),
  );
}

/** SQL: the id of the callee: of the existing call, whatever they are called by now, else by the name. */
function calleeOf(db: Database, existing: ReturnType<typeof existingCall>): SQL {
  const named = db.select({ id: users.id }).from(users).where(eq(users.username, given.name));
  return sql`(select case when exists (select 1 from ${existing}) then (select callee_id from ${existing})
    else (${named}) end)`;
}
