import "server-only";
import type { FinalStatus } from "@/lib/db";
import { applyReport } from "../calls/apply-report";
import type { Progress } from "../calls/facts";
import { noteCallerLegEnded } from "../calls/note-ended";
import { type Around, noRequest } from "./around";
import { endLegs } from "./end-calls";
import { tellClosedOver } from "./tell-closed";
import { readVoiceAddress } from "./voice-identity";
import type { DialResult, StatusReport } from "./webhook-params";

/**
 * Applies a progress report: on the leg of one of the callee's devices, or on the caller's own, which comes only if the
 * TwiML application has a status callback. Then ends the legs that must not go on.
 */
export async function handleStatusReport(
  report: StatusReport,
  { afterwards }: Pick<Around, "afterwards"> = noRequest,
): Promise<void> {
  const { CallSid, ParentCallSid, CallStatus, SequenceNumber, Timestamp, To } = report;
  const at = Timestamp === undefined ? null : new Date(Timestamp);
  if (ParentCallSid === undefined) {
    if (isFinal(CallStatus)) await noteCallerLegEnded(CallSid, at);
    return;
  }
  const { mustEnd, isOverForClosed } = await applyReport({
    callSid: ParentCallSid,
    leg: { callSid: CallSid, voiceId: readVoiceAddress(To)?.voiceId ?? null },
    number:
      SequenceNumber === undefined
        ? null
        : { callSid: CallSid, sequence: SequenceNumber, status: CallStatus },
    at,
    progress: toProgress(report),
  });
  if (isOverForClosed) afterwards(() => tellClosedOver({ callSid: ParentCallSid }));
  await endLegs(mustEnd);
}

/**
 * Applies the result of `<Dial>`.
 *
 * Twilio requests its `action` also when the caller hangs up while it rings. The callee's leg is then reported as
 * `canceled` or as `no-answer`. A `no-answer` is a timeout only if the caller's own leg is not over.
 */
export async function handleDialResult(
  result: DialResult,
  { afterwards }: Pick<Around, "afterwards"> = noRequest,
): Promise<void> {
  const { CallSid, DialCallStatus, CallStatus, DialCallDuration } = result;
  if (!isFinal(DialCallStatus)) return;
  const callerIsGone = CallStatus === "completed" || CallStatus === "canceled";
  const status = DialCallStatus === "no-answer" && callerIsGone ? "canceled" : DialCallStatus;
  const durationSeconds = DialCallDuration ?? null;
  const { isOverForClosed } = await applyReport({
    callSid: CallSid,
    leg: null,
    number: null,
    at: null,
    progress: { kind: "final", source: "dial", status, durationSeconds },
  });
  if (isOverForClosed) afterwards(() => tellClosedOver({ callSid: CallSid }));
}

function toProgress({ CallStatus, CallDuration }: StatusReport): Progress | null {
  if (CallStatus === "ringing") return { kind: "ringing" };
  if (CallStatus === "in-progress") return { kind: "answered" };
  if (!isFinal(CallStatus)) return null;
  return { kind: "final", source: "leg", status: CallStatus, durationSeconds: CallDuration ?? null };
}

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
