import { withLocalCause } from "../model/problems";
import type { Problem } from "../model/types";
import { stageOf, talkOf } from "../state/selectors";
import type { Leg, Stage } from "./leg";
import { askOutcome, guess, isOutcome, type Seen } from "./outcome";
import type { CallSlots } from "./slots";

/** Why a call ends. */
interface CallEnd {
  /** The user ended it here: hung up, gave up or declined. */
  readonly byMe: boolean;
  readonly problem: Problem | null;
  /** The phone leaves this tab, so the end is not shown here. */
  readonly leaving?: boolean;
}

function reached(stage: Stage, now: number): Seen["reached"] {
  switch (stage.kind) {
    case "placing":
    case "sent":
    case "over":
      return { kind: "nothing" };
    case "ringing":
    case "offered":
    case "answering":
    case "accepted":
      return { kind: "rang", ms: now - stage.since };
    case "open":
      return { kind: "talked", ms: now - stage.since };
  }
}

/** Why it ended. If the other end gave up because nothing was heard, this end reports the same reason. */
function reasonOf(stage: Stage, { byMe, problem }: CallEnd): Problem | null {
  if (byMe || problem) return problem;
  return stage.kind === "open" ? stage.loss.reason() : null;
}

/** Whether the outcome is known without the server: the call never reached it, or was declined here. */
function isKnown({ kind }: Stage, byMe: boolean): boolean {
  return kind === "placing" || (byMe && (kind === "offered" || kind === "answering" || kind === "accepted"));
}

/** Ends the SDK's call, by the method that suits its stage. */
function release(stage: Stage, { byMe, leaving }: CallEnd): void {
  switch (stage.kind) {
    case "placing":
    case "over":
      return;
    // Before `accept` an incoming call of the SDK does not react to `disconnect` (call.ts, `_disconnect`).
    case "offered":
    case "answering":
      if (byMe && !leaving) stage.call.reject();
      else stage.call.ignore();
      return;
    case "sent":
    case "ringing":
    case "accepted":
    case "open":
      stage.call.disconnect();
      return;
    default:
      stage satisfies never;
  }
}

/** Ends a call, exactly once: the first reason counts. The true outcome is shown as soon as the server has it. */
export function endCall(slots: CallSlots, leg: Leg, end: CallEnd): void {
  const { store, devices, registration } = slots;
  const { api, clock } = store.deps;
  const { stage, info } = leg;
  if (stage.kind === "over") return;
  const reason = reasonOf(stage, end);
  const seen: Seen = {
    call: info,
    byMe: end.byMe,
    reached: reached(stage, clock.now()),
    problem: reason && withLocalCause(reason, registration.isLocal()),
    voicemail: talkOf(store.getState())?.call.ref === info.ref && stageOf(store.getState()) === "message",
  };
  const known = isKnown(stage, end.byMe);

  slots.remove(leg);
  // Told first and shown then: the other side waits for it, and showing takes longer.
  release(stage, end);
  if (!end.leaving) {
    const { outcome, durationSeconds } = guess(seen);
    store.dispatch({
      type: "over",
      ref: info.ref,
      outcome: known ? outcome : null,
      problem: isOutcome(seen.problem) ? null : seen.problem,
      durationSeconds,
    });
  }
  leg.enter({ kind: "over" });
  if (stage.kind === "open") devices.callOver(registration.device());
  const tellServer = () => {
    if (stage.kind !== "placing") void api.ended(info.ref, store.tab);
  };
  // A page that is left runs no more timers.
  if (end.leaving) {
    tellServer();
    return;
  }
  // In a turn of its own, so that the page shows the end first.
  clock.after(0, () => {
    tellServer();
    if (known) return;
    void askOutcome(api, clock, seen).then((ending) => {
      store.dispatch({ type: "outcome", ref: info.ref, ...ending });
    });
  });
  if (slots.legs.length === 0) registration.idle();
}
