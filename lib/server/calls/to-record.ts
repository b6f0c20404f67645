import "server-only";
import { type CallRecord, isMissed } from "@/lib/contracts";
import type { CallRow } from "@/lib/db";

type Name = { username: string; displayName: string } | null;

/** A call's row with the names of both people; null where a person no longer exists. */
export interface NamedCall {
  readonly call: CallRow;
  readonly caller: Name;
  readonly callee: Name;
}

/** The call as `me`, one of its two people, may see it. */
export function toRecord({ call, caller, callee }: NamedCall, me: string): CallRecord {
  const outgoing = call.callerId === me;
  const direction = outgoing ? "outgoing" : "incoming";
  // A blocked caller must not learn of the block.
  const outcome = call.outcome === "blocked" ? "offline" : call.outcome;
  return {
    ref: call.ref,
    direction,
    peer: outgoing ? callee : call.anonymous ? null : caller,
    anonymous: call.anonymous,
    dialed: outgoing ? call.dialed : null,
    outcome,
    refusal: call.refusal,
    stage: outgoing && isWaking(call) ? "waking" : null,
    missed: isMissed({ direction, outcome: call.outcome }),
    startedAt: call.startedAt.toISOString(),
    answeredAt: answeredAt(call)?.toISOString() ?? null,
    endedAt: call.endedAt?.toISOString() ?? null,
    durationSeconds: outcome === null ? null : durationSeconds(call),
  };
}

/** Whether closed devices are being rung, and none has opened yet. */
function isWaking({ outcome, wakingAt, ringingAt, answeredAt }: CallRow): boolean {
  return outcome === null && wakingAt !== null && ringingAt === null && answeredAt === null;
}

/** When the call was answered. If the webhook of the answer was lost, it is the end less the duration. */
function answeredAt(call: CallRow): Date | null {
  if (call.answeredAt || call.outcome !== "completed" || !call.endedAt) return call.answeredAt;
  const derived = call.endedAt.getTime() - (call.durationSeconds ?? 0) * 1000;
  return new Date(Math.max(derived, call.startedAt.getTime()));
}

/** The duration as the voice network measured it, else the time between answer and end; never negative. */
function durationSeconds(call: CallRow): number {
  if (call.outcome !== "completed") return 0;
  if (call.durationSeconds !== null) return call.durationSeconds;
  const answered = answeredAt(call);
  if (!answered || !call.endedAt) return 0;
  return Math.max(0, Math.round((call.endedAt.getTime() - answered.getTime()) / 1000));
}
