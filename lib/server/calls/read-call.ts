import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, type SQL } from "drizzle-orm";
import type { CallRecord } from "@/lib/contracts";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { AppError } from "@/lib/errors";
import { hit } from "../limits";
import { receivedBy, visibleTo } from "./conditions";
import { type SettledCalls, settledCalls } from "./settled-calls";
import { type NamedCall, toRecord, type Viewer } from "./to-record";

/** A call of `me`. Throws `not_found`, also for everybody who is not in the call. */
export async function readCall(me: string, ref: string): Promise<CallRecord> {
  return settledRecord(isMine(me, ref), me);
}

const waitMs = 3_000;
const firstStepMs = 50;
const lastStepMs = 250;

/**
 * As {@link readCall}, but waits up to 3 s for the row and for its outcome: right after a call the tab asks at the
 * moment when the voice network reports. For the same reason a guess does not end the wait. The wait ends early when
 * `signal` is aborted. Throws `not_found` or `rate_limited`.
 */
export async function waitForOutcome(me: string, ref: string, signal: AbortSignal): Promise<CallRecord> {
  await hit({ name: "wait", hits: 120, seconds: 60 }, me);
  return recordWithin(isMine(me, ref), me, signal);
}

/** The call for which `where` holds, as `viewer` may see it. Throws `not_found`. */
export async function settledRecord(where: SQL | undefined, viewer: Viewer): Promise<CallRecord> {
  return recordOf(await findCall(await settledCalls(), where), viewer);
}

/** The same, but waits up to 3 s for the row and for its outcome. */
export async function recordWithin(
  where: SQL | undefined,
  viewer: Viewer,
  signal: AbortSignal,
): Promise<CallRecord> {
  const settled = await settledCalls();
  const until = Date.now() + waitMs;
  for (let stepMs = firstStepMs; ; stepMs = Math.min(2 * stepMs, lastStepMs)) {
    const found = await findCall(settled, where);
    const isKnown = found && found.call.outcome !== null && found.call.evidence !== "guess";
    if (isKnown || signal.aborted || Date.now() >= until) return recordOf(found, viewer);
    // An abort rejects the sleep; the next turn of the loop sees it.
    await sleep(stepMs, undefined, { signal }).catch(() => {});
  }
}

/** Who made a call to `me`, and whether anonymously; undefined for a call that `me` did not receive. */
export async function findCallerOf(me: string, ref: string) {
  const db = await database();
  const [call] = await db
    .select({ callerId: calls.callerId, anonymous: calls.anonymous })
    .from(calls)
    .where(and(eq(calls.ref, ref), receivedBy(me)));
  return call;
}

function isMine(me: string, ref: string): SQL | undefined {
  return and(eq(calls.ref, ref), visibleTo(me));
}

async function findCall(settled: SettledCalls, where: SQL | undefined): Promise<NamedCall | undefined> {
  const [found] = await settled.select([where], 1);
  return found;
}

function recordOf(found: NamedCall | undefined, viewer: Viewer): CallRecord {
  if (!found) throw new AppError("not_found");
  return toRecord(found, viewer);
}
