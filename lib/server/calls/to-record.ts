import "server-only";
import { type CallMessage, type CallRecord, type CallStage, isMissed } from "@/lib/contracts";
import type { CallRow } from "@/lib/db";

type Name = { username: string; displayName: string } | null;

/** A call's row with the names of both people; null where a person no longer exists. */
export interface NamedCall {
  readonly call: CallRow;
  readonly caller: Name;
  readonly callee: Name;
  /** The message that the callee has of it. */
  readonly message: {
    readonly id: string;
    readonly seconds: number | null;
    readonly heardAt: Date | null;
  } | null;
}

/** Who asks for a call: the id of one of its two people, or the guest who made it. */
export type Viewer = string | "guest";

/** The call as one of its two sides may see it. A guest does not learn the username of the person they called. */
export function toRecord(named: NamedCall, viewer: Viewer): CallRecord {
  const { call, caller, callee } = named;
  const outgoing = viewer === "guest" || call.callerId === viewer;
  const direction = outgoing ? "outgoing" : "incoming";
  // A blocked caller must not learn of the block.
  const outcome = call.outcome === "blocked" ? "offline" : call.outcome;
  return {
    ref: call.ref,
    direction,
    peer: viewer === "guest" ? null : outgoing ? callee : call.anonymous ? null : caller,
    guest: call.guestName,
    anonymous: call.anonymous,
    dialed: outgoing && viewer !== "guest" && !isForgotten(call) ? call.dialed : null,
    outcome,
    refusal: call.refusal,
    stage: outgoing ? stageOf(call) : null,
    message: outgoing ? messageLeft(call) : messageFor(named),
    missed: isMissed({ direction, outcome: call.outcome }),
    startedAt: call.startedAt.toISOString(),
    answeredAt: answeredAt(call)?.toISOString() ?? null,
    endedAt: call.endedAt?.toISOString() ?? null,
    durationSeconds: outcome === null ? null : durationSeconds(call),
  };
}

/** Whether it was a call to somebody who has been deleted since (`forgetDialed`). */
function isForgotten({ dialed, refusal }: CallRow): boolean {
  return dialed === "" && refusal === null;
}

function stageOf(call: CallRow): CallStage | null {
  if (call.messageAt !== null && call.releasedAt === null) return "message";
  return isWaking(call) ? "waking" : null;
}

/** To the caller, who does not learn whether the callee has heard or deleted the message. */
function messageLeft({ messageSeconds: seconds }: CallRow): CallMessage | null {
  return seconds === null ? null : { id: null, seconds, heard: null };
}

function messageFor({ message }: NamedCall): CallMessage | null {
  return message && { id: message.id, seconds: message.seconds ?? 0, heard: message.heardAt !== null };
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
