import "server-only";
import { eq, lt, sql } from "drizzle-orm";
import { database } from "@/lib/db";
import { callAliveSeconds, callEvents, calls } from "@/lib/db/schema";
import { ago, secondsAfter } from "@/lib/db/time";
import { changeCall, type ReadCall, type ReadLeg, type ReportNumber } from "./change-call";
import type { CallFacts, Progress } from "./facts";
import { type LegToEnd, legsToEnd } from "./legs-to-end";
import { reportedTime } from "./times";
import { transition } from "./transition";

/** A report of the voice network on a call. */
export interface NetworkReport {
  /** The CallSid of the caller's leg, by which the call is known. */
  readonly callSid: string;
  /** The leg that it is about; null: the result of `<Dial>`. */
  readonly leg: ReportedLeg | null;
  /** Identifies a repeated report. null: it has no number, and is safe to apply twice (see `transition`). */
  readonly number: ReportNumber | null;
  /** The report's own time; null if it has none. It may be an invalid date (see `reportedTime`). */
  readonly at: Date | null;
  /** null: the report only shows that the call is under way. */
  readonly progress: Progress | null;
}

/** A leg as a report names it. */
interface ReportedLeg {
  readonly callSid: string;
  /** `sessions.voiceId` of the device; null: the report does not say it. */
  readonly voiceId: string | null;
}

/** What is to be done after a report. */
export interface Applied {
  /** The legs that must be ended now (see `legsToEnd`). */
  readonly mustEnd: readonly LegToEnd[];
  /** Closed devices of the callee were told of the call, and nobody has to open one for it any more. */
  readonly isOverForClosed: boolean;
}

/**
 * Brings a call's row up to date with a report. A report that was applied before changes nothing, nor does one on an
 * unknown call.
 */
export async function applyReport(report: NetworkReport): Promise<Applied> {
  const { callSid, number, at, progress } = report;
  const made = await changeCall(eq(calls.callSid, callSid), number, (call) => {
    const known = report.leg && findLeg(call, report.leg);
    const leg = known?.voiceId ?? null;
    const legSid = report.leg?.callSid ?? null;
    const time = progress ? reportedTime(at, call.now) : call.now;
    const after = progress ? transition(call.facts, { ...progress, leg, at: time }) : call.facts;
    const alive = after.outcome === null ? aliveAt(time) : {};
    const mustEnd = legsToEnd(call, after, { callSid, leg, legSid });
    const isOverForClosed = call.wasWaking && isWaited(call.facts) && !isWaited(after);
    return { after, leg, callSid: legSid, alive, mustEnd, isOverForClosed };
  });
  return made ?? { mustEnd: [], isOverForClosed: false };
}

/** Whether the call still waits for somebody to answer it. */
function isWaited({ answeredAt, outcome }: CallFacts): boolean {
  return answeredAt === null && outcome === null;
}

/**
 * Notes that a device of the callee had no room for the call. The voice network reports such a rejection as if the
 * person had declined. Changes only a call that rings this device (`voiceId`).
 */
export async function noteNoRoom(voiceId: string, ref: string): Promise<void> {
  await changeCall(eq(calls.ref, ref), null, (call) => {
    if (!call.legs.some((leg) => leg.voiceId === voiceId)) return null;
    const after = transition(call.facts, { kind: "no_room", leg: voiceId, at: call.now });
    return { after, leg: voiceId, callSid: null, alive: {} };
  });
}

/**
 * Removes the report numbers of more than 30 days ago: the network repeats a report within minutes. The calls stay.
 */
export async function sweepReports(): Promise<void> {
  const db = await database();
  await db.delete(callEvents).where(lt(callEvents.receivedAt, ago(30 * 24 * 60 * 60)));
}

/** The leg of a report: by its device, by the CallSid of an earlier report, or because there is only one. */
function findLeg({ legs }: ReadCall, { voiceId, callSid }: ReportedLeg): ReadLeg | undefined {
  return (
    legs.find((leg) => leg.voiceId === voiceId) ??
    legs.find((leg) => leg.callSid === callSid) ??
    (legs.length === 1 && voiceId === null ? legs[0] : undefined)
  );
}

/**
 * Any report on a call under way is a sign of life. It counts at the report's own time, so a report that comes 10 min
 * late does not keep the call open.
 */
function aliveAt(at: Date) {
  const seenAt = sql`least(now(), ${at.toISOString()}::timestamptz)`;
  return {
    lastSeenAt: sql`greatest(${calls.lastSeenAt}, ${seenAt})`,
    liveUntil: sql`greatest(${calls.liveUntil}, ${secondsAfter(seenAt, callAliveSeconds)})`,
  };
}
