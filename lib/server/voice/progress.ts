import "server-only";
import { eq, lt, sql } from "drizzle-orm";
import { callEvents, calls, type Database, database, type FinalStatus } from "@/lib/db";
import { storable } from "@/lib/db/text";
import { changeCall } from "../calls/apply-report";
import type { CallEvent } from "../calls/transition";
import type { DialResult, StatusReport } from "./webhook-params";

const finalStatuses: ReadonlySet<string> = new Set<FinalStatus>([
  "completed",
  "busy",
  "canceled",
  "no-answer",
  "failed",
]);

function isFinal(status: string): status is FinalStatus {
  return finalStatuses.has(status);
}

/** Takes in a progress report. One that came before (by CallSid and SequenceNumber) changes nothing. */
export async function takeStatus(report: StatusReport): Promise<void> {
  const parent = report.ParentCallSid;
  if (parent === undefined) return takeCallerStatus(report);
  await changeCall(parent, async (db, callId, now) => {
    return (await isNew(db, callId, report)) ? toEvent(report, now) : "repeated";
  });
}

/**
 * Takes in the result of `<Dial>`.
 *
 * Twilio asks for its action also when the caller hangs up while it rings; the callee's leg is then reported as
 * `canceled` or as `no-answer`. What tells that from a timeout is the caller's own leg, which is over too.
 */
export async function takeDialResult(result: DialResult): Promise<void> {
  const { DialCallStatus, CallStatus, DialCallDuration } = result;
  if (!isFinal(DialCallStatus)) return;
  const callerIsGone = CallStatus === "completed" || CallStatus === "canceled";
  const status = DialCallStatus === "no-answer" && callerIsGone ? "canceled" : DialCallStatus;
  const durationSeconds = DialCallDuration ?? null;
  await changeCall(result.CallSid, async (_db, _callId, now) => {
    return { kind: "final", source: "dial", status, at: now, durationSeconds };
  });
}

/**
 * The caller's own leg, reported if the TwiML application has a status callback. It can end `completed` though
 * nobody answered, so all that it tells is that the caller's part is over.
 */
async function takeCallerStatus({ CallSid, CallStatus }: StatusReport): Promise<void> {
  if (!isFinal(CallStatus)) return;
  const db = await database();
  const callerEndedAt = sql`coalesce(${calls.callerEndedAt}, now())`;
  await db.update(calls).set({ callerEndedAt }).where(eq(calls.callSid, CallSid));
}

/** Whether the report is new. Without a number it cannot be told, and the transition takes repeats in its stride. */
async function isNew(db: Database, callId: number, report: StatusReport): Promise<boolean> {
  if (report.SequenceNumber === undefined) return true;
  const added = await db
    .insert(callEvents)
    .values({
      callSid: report.CallSid,
      sequence: report.SequenceNumber,
      callId,
      status: storable(report.CallStatus),
    })
    .onConflictDoNothing()
    .returning({ sequence: callEvents.sequence });
  return added.length > 0;
}

function toEvent({ CallStatus, Timestamp, CallDuration }: StatusReport, now: Date): CallEvent | null {
  const at = timeOf(Timestamp, now);
  if (CallStatus === "ringing") return { kind: "ringing", at };
  if (CallStatus === "in-progress") return { kind: "answered", at };
  if (!isFinal(CallStatus)) return null;
  return { kind: "final", source: "leg", status: CallStatus, at, durationSeconds: CallDuration ?? null };
}

/** Removes what repeats are known by, 30 days on: the network repeats within minutes. The calls themselves stay. */
export async function sweepReports(): Promise<void> {
  const db = await database();
  await db.delete(callEvents).where(lt(callEvents.receivedAt, sql`now() - interval '30 days'`));
}

const dayMs = 24 * 60 * 60 * 1000;

/** When it happened: a report may come minutes later. A stamp that is a day off says nothing. */
function timeOf(stamp: string | undefined, now: Date): Date {
  const told = new Date(stamp ?? Number.NaN);
  return Math.abs(told.getTime() - now.getTime()) < dayMs ? told : now;
}
