import type { PhoneState } from "../model/types";
import type { Cancel, ToneName } from "../ports/deps";
import { callOf, talkOf } from "../state/selectors";
import type { Store } from "../state/store";
import { createScope } from "../util/scope";

const waitingBeepMs = 5_000;

/** The sound that is repeated while a state lasts. */
type Sounding = "ringtone" | "ringback" | "waiting" | null;

interface TonesParts {
  /** The id of the device that rings; null: the browser's own choice. */
  ringer(): string | null;
  /** The id of the device that voices are heard on; null: the browser's own choice. */
  output(): string | null;
  /** The network itself plays what the caller hears while it rings. */
  hasEarlyMedia(): boolean;
}

/** The tones of a phone that has started. */
export interface Tones {
  /** Tries the ringtone again. Call it from a click: then the browser lets it sound. */
  enable(): void;
  stop(): void;
}

function soundingIn(state: PhoneState, parts: TonesParts): Sounding {
  switch (state.kind) {
    case "incoming":
      return state.answering ? null : "ringtone";
    case "dialing":
      // Devices of the callee ring, as far as the server can tell.
      return state.stage === "waking" ? "ringback" : null;
    case "ringing":
      return parts.hasEarlyMedia() || state.toVoicemail ? null : "ringback";
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
    case "ended":
      return null;
  }
}

/** The sound that is played once when the state changes so; null: none. */
function soundBetween(before: PhoneState, after: PhoneState): ToneName | null {
  const talked = talkOf(before) !== null;
  // The greeting of voicemail begins at once.
  if (after.kind === "inCall" && !talked) return after.talk.voicemail ? null : "connected";
  return talked && (after.kind === "ended" || after.kind === "incoming") ? "hangup" : null;
}

/** Plays what belongs to the state. So a ring stops when its call ends, for any reason. */
export function createTones(store: Store, parts: TonesParts): Tones {
  const { clock, speaker } = store.deps;
  let before = store.getState();
  let key = "";
  let playing = createScope();

  function play(tone: ToneName, loop: boolean): Cancel {
    const state = store.getState();
    const sink = tone === "ringtone" ? parts.ringer() : parts.output();
    if (tone !== "ringtone" || state.kind !== "incoming") return speaker.play(tone, { loop, sink });
    const { ref } = state.call;
    const blocked = () => store.dispatch({ type: "soundBlocked", ref, blocked: true });
    return speaker.play(tone, { loop, sink, blocked });
  }

  function begin(sounding: Sounding): void {
    playing = createScope();
    if (sounding === "waiting") {
      play("waiting", false);
      playing.add(clock.every(waitingBeepMs, () => play("waiting", false)));
    } else if (sounding) {
      playing.add(play(sounding, true));
    }
  }

  function follow(): void {
    const state = store.getState();
    const once = soundBetween(before, state);
    before = state;
    if (once) play(once, false);
    const sounding = soundingIn(state, parts);
    const next = `${sounding} ${callOf(state)?.ref}`;
    if (next === key) return;
    key = next;
    playing.end();
    begin(sounding);
  }

  const unsubscribe = store.subscribe(follow);
  return {
    enable() {
      const state = store.getState();
      if (state.kind !== "incoming") return;
      playing.end();
      store.dispatch({ type: "soundBlocked", ref: state.call.ref, blocked: false });
      begin(soundingIn(state, parts));
    },
    stop() {
      unsubscribe();
      playing.end();
    },
  };
}
