import "server-only";
import { endWaking, ringOpened, type WakingEnd } from "../calls/waking";
import type { PushedRing } from "../push/call-messages";
import type { Around } from "./around";
import { hearCallNews } from "./call-news";
import { decideAgain } from "./decide-call";
import { type ReadCaller, readCaller } from "./read-caller";
import { ringClosed, tellClosedOver } from "./tell-closed";
import type { VoiceRequest } from "./webhook-params";

/** A call that waits for a closed device of the callee to open. */
export interface HeldCall {
  readonly ref: string;
  /** null: a guest, as is `callerSessionId`. */
  readonly callerId: string | null;
  readonly callerSessionId: string | null;
  readonly calleeId: string;
  /** How long (ms) it may still wait. */
  readonly leftMs: number;
  /** What the closed devices are told. null: they were told by an earlier webhook of the call. */
  readonly ring: PushedRing | null;
}

/**
 * Holds the webhook of a call until a device of the callee opens: the caller's leg stays unanswered and costs nothing
 * meanwhile. Returns what was read last, with the devices that the call rings; undefined: it is over.
 *
 * Several webhooks of the same call may wait, in this process or in others, and all get the same answer: each step is one
 * statement that only one of them wins. A device counts as open when its tab sends a beat, which the phone does once its
 * Device is registered. No connection to the database is held between two looks.
 */
export async function holdCall(
  request: VoiceRequest,
  call: HeldCall,
  { signal, afterwards }: Around,
): Promise<ReadCaller | undefined> {
  const news = hearCallNews(call);
  signal.addEventListener("abort", news.note);
  const until = performance.now() + call.leftMs;
  let isHopeless = false;
  try {
    if (call.ring) {
      const ringing = ringClosed(call.calleeId, call.ring, call.leftMs);
      afterwards(() => ringing);
      void ringing.then((taken) => {
        if (taken > 0) return;
        isHopeless = true;
        news.note();
      });
    }
    for (;;) {
      const read = await readCaller(request);
      const leftMs = until - performance.now();
      const step = nextStep(request, read, leftMs <= 0 || isHopeless || signal.aborted);
      if (step.kind === "rings") return read;
      if (step.kind === "over") return undefined;
      // The next look finds what came of it, whoever did it.
      if (step.kind === "opened") await ringOpened(call.ref, step.devices);
      if (step.kind === "waits") await news.next(leftMs);
      if (step.kind === "ends" && (await endWaking(call.ref, step.end))) {
        afterwards(() => tellClosedOver({ ref: call.ref }));
      }
      if (!read) return undefined;
    }
  } finally {
    signal.removeEventListener("abort", news.note);
    news.end();
  }
}

/** What to do with a call that waits. */
type Step =
  | { readonly kind: "waits" | "over" | "rings" }
  | { readonly kind: "opened"; readonly devices: readonly string[] }
  | { readonly kind: "ends"; readonly end: WakingEnd };

function nextStep(request: VoiceRequest, read: ReadCaller | undefined, isTimeUp: boolean): Step {
  // The caller's session has ended, or the guest's visit.
  if (!read) return ends("canceled");
  const { existing } = read;
  if (!existing || existing.outcome !== null) return { kind: "over" };
  if (existing.rung.length > 0) return { kind: "rings" };
  if (existing.callerEndedAt !== null) return ends("canceled");
  const decision = decideAgain(request, read);
  if (!decision.rings) return { kind: "ends", end: decision };
  if (decision.devices.length > 0) return { kind: "opened", devices: decision.devices };
  return isTimeUp ? ends("offline") : { kind: "waits" };
}

function ends(outcome: WakingEnd["outcome"]): Step {
  return { kind: "ends", end: { outcome, refusal: null } };
}
