import type { Cancel, ToneName } from "../ports/deps";
import { callOf, talkOf } from "../state/selectors";
import type { Core } from "../state/store";
import type { PhoneState } from "../types";

const waitingBeepMs = 5_000;

/** What sounds as long as a state lasts. */
type Sounding = "ringtone" | "ringback" | "waiting" | null;

export interface TonesParts {
  ringer(): string | null;
  output(): string | null;
  /** The network itself plays what the caller hears while it rings. */
  hasEarlyMedia(): boolean;
}

export interface Tones {
  /** Tries the ringtone again, from a click: the browser lets it sound then. */
  enable(): void;
  stop(): void;
}

function soundingIn(state: PhoneState, parts: TonesParts): Sounding {
  switch (state.kind) {
    case "incoming":
      return state.answering ? null : "ringtone";
    case "ringing":
      return parts.hasEarlyMedia() ? null : "ringback";
    case "inCall":
    case "reconnecting":
      return state.talk.waiting ? "waiting" : null;
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
    case "dialing":
    case "ended":
      return null;
  }
}

/** The one sound that a step from one state to the next makes. */
function soundBetween(before: PhoneState, after: PhoneState): ToneName | null {
  const talked = talkOf(before) !== null;
  if (after.kind === "inCall" && !talked) return "connected";
  return talked && (after.kind === "ended" || after.kind === "incoming") ? "hangup" : null;
}

/** Sounds follow the state, so that a ring stops with what rang, whatever ended it. */
export function createTones(core: Core, parts: TonesParts): Tones {
  const { clock, speaker } = core.deps;
  let before = core.getState();
  let key = "";
  let silence: Cancel = () => {};

  function play(tone: ToneName, loop: boolean): Cancel {
    const state = core.getState();
    const sink = tone === "ringtone" ? parts.ringer() : parts.output();
    if (tone !== "ringtone" || state.kind !== "incoming") return speaker.play(tone, { loop, sink });
    const { ref } = state.call;
    const blocked = () => core.dispatch({ type: "soundBlocked", ref, blocked: true });
    return speaker.play(tone, { loop, sink, blocked });
  }

  function beepNowAndThen(): Cancel {
    play("waiting", false);
    return clock.every(waitingBeepMs, () => play("waiting", false));
  }

  function begin(sounding: Sounding): Cancel {
    if (sounding === null) return () => {};
    return sounding === "waiting" ? beepNowAndThen() : play(sounding, true);
  }

  function follow(): void {
    const state = core.getState();
    const once = soundBetween(before, state);
    before = state;
    if (once) play(once, false);
    const sounding = soundingIn(state, parts);
    const next = `${sounding} ${callOf(state)?.ref}`;
    if (next === key) return;
    key = next;
    silence();
    silence = begin(sounding);
  }

  const unsubscribe = core.subscribe(follow);
  return {
    enable() {
      const state = core.getState();
      if (state.kind !== "incoming") return;
      silence();
      core.dispatch({ type: "soundBlocked", ref: state.call.ref, blocked: false });
      silence = begin(soundingIn(state, parts));
    },
    stop() {
      unsubscribe();
      silence();
    },
  };
}
