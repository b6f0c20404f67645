import type { Devices } from "../audio/devices";
import type { Microphone } from "../audio/microphone";
import { followFirstSound } from "../monitor/first-sound";
import { followLoss, type Loss } from "../monitor/media-loss";
import { createMutedTalk, type MutedTalk } from "../monitor/muted-talk";
import { followTalk, type Levels } from "../monitor/talk";
import type { VoiceCall } from "../ports/voice";
import { makeProblem } from "../problems";
import type { Line } from "../registration/line";
import type { Core } from "../state/store";
import type { Problem } from "../types";
import { type Leg, listenToCall } from "./leg";
import { askOutcome, guess, isOutcome, type Seen } from "./outcome";

/** How long sound or socket may be gone before the call is given up: people are told within 30 s. */
const patienceMs = 28_000;
/** A call that went without sound for so long before it ended ended because of that. */
const soundlessMs = 5_000;

/** What calls need of the rest of the phone. */
export interface CallsParts {
  readonly microphone: Microphone;
  readonly devices: Devices;
  readonly line: () => Line;
  readonly onLevels: (levels: Levels) => void;
}

export interface LegEnd {
  readonly byMe: boolean;
  readonly problem: Problem | null;
  /** The phone leaves this tab: nothing is shown here any more. */
  readonly leaving?: boolean;
}

/** Where calls are begun and ended. */
export interface Desk extends CallsParts {
  readonly core: Core;
  readonly mutedTalk: MutedTalk;
  current: Leg | null;
  waiting: Leg | null;
  /** Ends a leg, exactly once: whatever came first counts. */
  finish(leg: Leg, end: LegEnd): void;
  /** Forgets a leg, and hands out its call. */
  detach(leg: Leg): VoiceCall | null;
  /** Gives a leg its SDK call and follows it. */
  connect(leg: Leg, call: VoiceCall): void;
}

/**
 * Tells the SDK, in the way that suits how far the call had come: an incoming call that it was not told to accept yet,
 * be it because the microphone is still being asked for, does not hear of a `disconnect` (call.ts, `_disconnect`).
 */
function release(leg: Leg, end: LegEnd): void {
  const rings = leg.info.direction === "incoming" && !leg.accepted;
  if (!rings) leg.call?.disconnect();
  else if (end.byMe && !end.leaving) leg.call?.reject();
  else leg.call?.ignore();
}

export function createDesk(core: Core, parts: CallsParts): Desk {
  const { api, clock, media } = core.deps;
  const mutedTalk = createMutedTalk(media, clock, parts.microphone);

  function whatWasSeen(leg: Leg, end: LegEnd): Seen {
    const now = clock.now();
    return {
      call: leg.info,
      byMe: end.byMe,
      rangMs: leg.ringingSince === null ? 0 : (leg.openedAt ?? now) - leg.ringingSince,
      talkedMs: leg.openedAt === null ? null : now - leg.openedAt,
      problem: end.problem,
    };
  }

  /** Whichever end gives up first, or hangs up because nothing is heard: both are told why there was no call. */
  function withReason(leg: Leg, end: LegEnd): LegEnd {
    const since = leg.heard ? leg.lostSince : leg.openedAt;
    if (end.byMe || end.problem || since === null || clock.now() - since < soundlessMs) return end;
    return { ...end, problem: makeProblem(leg.heard ? "connection_lost" : "media_failed") };
  }

  /** Shows the end, and how it really ended as soon as that is known. */
  function tell(leg: Leg, seen: Seen): void {
    const { ref, direction } = leg.info;
    const guessed = guess(seen);
    const declinedHere = direction === "incoming" && seen.byMe && seen.talkedMs === null;
    const neverPlaced = direction === "outgoing" && leg.call === null;
    const known = declinedHere || neverPlaced;
    core.dispatch({
      type: "over",
      ref,
      outcome: known ? guessed.outcome : null,
      problem: isOutcome(seen.problem) ? null : seen.problem,
      durationSeconds: guessed.durationSeconds,
    });
    if (known) return;
    void askOutcome(api, clock, seen).then((told) => core.dispatch({ type: "outcome", ref, ...told }));
  }

  /** Takes a leg off the desk; one that waits moves up. */
  function letGo(leg: Leg): void {
    leg.stage = "over";
    leg.limit();
    if (desk.current === leg) {
      parts.microphone.close();
      desk.current = desk.waiting;
      desk.waiting = null;
    } else if (desk.waiting === leg) {
      desk.waiting = null;
    }
    for (const undo of leg.undo.splice(0)) undo();
  }

  function finish(leg: Leg, end: LegEnd): void {
    if (leg.stage === "over") return;
    letGo(leg);
    const seen = whatWasSeen(leg, withReason(leg, end));
    release(leg, end);
    if (leg.openedAt !== null) parts.devices.callOver(parts.line().device());
    if (leg.call) api.ended(leg.info.ref, core.tab);
    if (end.leaving) return;
    tell(leg, seen);
    if (desk.current === null) parts.line().idle();
  }

  function opened(leg: Leg, call: VoiceCall): void {
    leg.limit();
    leg.stage = "open";
    leg.openedAt = clock.now();
    core.dispatch({ type: "answered", ref: leg.info.ref, at: leg.openedAt });
    watchFirstSound(leg, call);
    watchLoss(leg, call);
    leg.undo.push(...followTalk(core, leg.info.ref, call, mutedTalk, parts.onLevels));
    parts.devices.callOpened(parts.line().device());
  }

  function watchFirstSound(leg: Leg, call: VoiceCall): void {
    const heard = () => {
      leg.heard = true;
    };
    const never = () => finish(leg, { byMe: false, problem: makeProblem("media_failed") });
    leg.undo.push(...followFirstSound(call, clock, { heard, never }));
  }

  /** One patience for both: a dead gateway takes the socket first and the sound some seconds later. */
  function watchLoss(leg: Leg, call: VoiceCall): void {
    const giveUp = () => {
      finish(leg, { byMe: false, problem: makeProblem("connection_lost") });
    };
    const changed = (loss: Loss) => {
      if (!loss.grave) {
        leg.limit();
        leg.lostSince = null;
      } else if (leg.lostSince === null) {
        leg.limit = clock.after(patienceMs, giveUp);
        leg.lostSince = clock.now();
      }
      core.dispatch({ type: loss.silent ? "mediaLost" : "mediaBack", ref: leg.info.ref });
    };
    leg.undo.push(...followLoss(call, changed));
  }

  const desk: Desk = {
    ...parts,
    core,
    mutedTalk,
    current: null,
    waiting: null,
    finish,
    detach(leg) {
      letGo(leg);
      return leg.call;
    },
    connect(leg, call) {
      listenToCall(leg, call, {
        ringing(hasEarlyMedia) {
          if (leg.stage !== "placing") return;
          leg.limit();
          leg.stage = "ringing";
          leg.ringingSince = clock.now();
          leg.hasEarlyMedia = hasEarlyMedia;
          core.dispatch({ type: "ringing", ref: leg.info.ref });
        },
        open: () => opened(leg, call),
        over: (what) => finish(leg, { byMe: false, problem: what }),
      });
    },
  };
  return desk;
}
