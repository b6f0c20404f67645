import type { Cancel } from "../ports/deps";
import type { VoiceCall } from "../ports/voice";
import { makeProblem } from "../problems";
import type { CallInfo, Problem } from "../types";

export interface LegHooks {
  ringing(hasEarlyMedia: boolean): void;
  open(): void;
  /** Over by the network's doing, or because it failed. At most once. */
  over(problem: Problem | null): void;
}

/** One call of this tab, from the wish to call or the invite until it is over. */
export interface Leg {
  readonly info: CallInfo;
  call: VoiceCall | null;
  stage: "placing" | "ringing" | "answering" | "open" | "over";
  /** The SDK was told to accept it: before that an incoming call can only be rejected or ignored. */
  accepted: boolean;
  ringingSince: number | null;
  openedAt: number | null;
  /** Anything came from the other side: the way for the sound is there. */
  heard: boolean;
  /** Since when media connection or socket are gone; null: they are not. */
  lostSince: number | null;
  hasEarlyMedia: boolean;
  /** What to undo when it is over: listeners, time limits. */
  readonly undo: Cancel[];
  /** The time limit of the present stage. */
  limit: Cancel;
}

export function createLeg(info: CallInfo, stage: "placing" | "ringing", now: number): Leg {
  return {
    info,
    call: null,
    stage,
    accepted: false,
    ringingSince: stage === "ringing" ? now : null,
    openedAt: null,
    heard: false,
    lostSince: null,
    hasEarlyMedia: false,
    undo: [],
    limit: () => {},
  };
}

/**
 * Listens to the SDK's call. Its `error` comes before `disconnect` when the network hung up with a reason, after it
 * when media failed, and alone when an answer could not be made (call.ts, `_onHangup` and `onerror`): what comes
 * in the same turn is taken together.
 */
export function listenToCall(leg: Leg, call: VoiceCall, hooks: LegHooks): void {
  let failed: Problem | null = null;
  let gone = false;
  let settling = false;

  function settle(): void {
    if (settling) return;
    settling = true;
    queueMicrotask(() => {
      settling = false;
      const what = failed;
      failed = null;
      if (leg.stage === "over") return;
      if (gone || (what && leg.stage !== "open")) hooks.over(what);
    });
  }
  function end(): void {
    gone = true;
    settle();
  }

  leg.call = call;
  leg.undo.push(
    call.on("ringing", hooks.ringing),
    call.on("accept", hooks.open),
    call.on("cancel", end),
    call.on("disconnect", end),
    call.on("error", (what) => {
      failed = what;
      settle();
    }),
    // A call that nobody answered does not survive its socket.
    call.on("reconnecting", () => {
      if (leg.stage !== "open" && leg.stage !== "answering") hooks.over(makeProblem("signalling_lost"));
    }),
  );
}
