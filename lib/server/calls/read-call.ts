import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { and, desc, eq, notInArray, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { CallRecord } from "@/lib/contracts";
import { calls, database, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { hit } from "../limits";
import { settleOverdue } from "./settle";
import { type NamedCall, noticed, toRecord } from "./to-record";

export const caller = alias(users, "caller");
export const callee = alias(users, "callee");

/** SQL: the calls that exist for `me`. A call I was not to be bothered with never happened for me. */
export function visibleTo(me: string): SQL | undefined {
  return or(eq(calls.callerId, me), receivedBy(me));
}

/** SQL: the calls that others made to `me`, without those of people I have blocked. */
export function receivedBy(me: string): SQL | undefined {
  return and(eq(calls.calleeId, me), sql`${calls.outcome} is distinct from 'blocked'`);
}

/** SQL: calls to `me` that nobody answered. */
export function missedBy(me: string): SQL | undefined {
  // Null, for a call under way, is in no list either.
  return and(receivedBy(me), notInArray(calls.outcome, [...noticed]));
}

/** Calls with the names of both people, newest first. */
export async function selectCalls(where: SQL | undefined, limit: number): Promise<NamedCall[]> {
  const db = await database();
  return db
    .select({
      call: calls,
      caller: { username: caller.username, displayName: caller.displayName },
      callee: { username: callee.username, displayName: callee.displayName },
    })
    .from(calls)
    .leftJoin(caller, eq(caller.id, calls.callerId))
    .leftJoin(callee, eq(callee.id, calls.calleeId))
    .where(where)
    .orderBy(desc(calls.id))
    .limit(limit);
}

/** One call of mine. Throws `not_found` also for everybody who is not in the call. */
export async function readCall(me: string, ref: string): Promise<CallRecord> {
  await settleOverdue();
  return recordOf(await findCall(me, ref), me);
}

const waitMs = 3_000;
const firstStepMs = 50;
const lastStepMs = 250;

/**
 * As {@link readCall}, but waits up to 3 s for the outcome, or for the row itself: right after a call the tab
 * asks at the same moment as the voice network reports. For the same reason a guess is not taken for an answer before
 * that. Nobody is waited for any more once `signal` is aborted. Throws also `rate_limited`.
 */
export async function waitForOutcome(me: string, ref: string, signal: AbortSignal): Promise<CallRecord> {
  await hit({ name: "wait", hits: 120, seconds: 60 }, me);
  await settleOverdue();
  const until = Date.now() + waitMs;
  for (let stepMs = firstStepMs; ; stepMs = Math.min(2 * stepMs, lastStepMs)) {
    const found = await findCall(me, ref);
    const isKnown = found && found.call.outcome !== null && found.call.evidence !== "guess";
    if (isKnown || signal.aborted || Date.now() >= until) return recordOf(found, me);
    // Rejects when it is aborted, which the loop sees by itself.
    await sleep(stepMs, undefined, { signal }).catch(() => {});
  }
}

async function findCall(me: string, ref: string): Promise<NamedCall | undefined> {
  const [found] = await selectCalls(and(eq(calls.ref, ref), visibleTo(me)), 1);
  return found;
}

function recordOf(found: NamedCall | undefined, me: string): CallRecord {
  if (!found) throw new AppError("not_found");
  return toRecord(found, me);
}
