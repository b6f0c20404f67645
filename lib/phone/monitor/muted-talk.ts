import { watchLevel } from "../audio/level";
import type { Microphone } from "../audio/microphone";
import type { Cancel, Clock, Media } from "../ports/deps";
import type { AudioStream } from "../ports/voice";

/** About -35 dB: louder than a quiet room and a keyboard. */
const speech = 0.42;
/** Of the last second, so long must be loud to be talking; so long quiet, to have stopped. */
const loudTicks = 4;
const quietTicks = 30;

/** Notices that somebody talks while muted. */
export interface MutedTalk {
  /** Listens to the microphone itself while `muted`, because the SDK hears only silence then. */
  setMuted(muted: boolean): void;
  muted(): boolean;
  /** Muted, and talking nevertheless. */
  talking(): boolean;
  /** Calls `changed` when either changes, until the returned function is called. */
  follow(changed: () => void): Cancel;
}

export function createMutedTalk(
  media: Media,
  clock: Clock,
  microphone: Pick<Microphone, "stream" | "onGiven">,
): MutedTalk {
  let stop: Cancel = () => {};
  let muted = false;
  let talking = false;
  let changed: () => void = () => {};

  function set(next: boolean): void {
    if (next === talking) return;
    talking = next;
    changed();
  }

  function listen(stream: AudioStream): Cancel {
    let loud = 0;
    let quiet = 0;
    return watchLevel({ clock, media }, stream, (level) => {
      const isLoud = level >= speech;
      loud = isLoud ? loud + 1 : Math.max(0, loud - 0.5);
      quiet = isLoud ? 0 : quiet + 1;
      if (loud >= loudTicks) set(true);
      if (quiet >= quietTicks) set(false);
    });
  }

  /** To the present microphone: another one may be chosen while muted. */
  function listenAnew(): void {
    stop();
    const stream = microphone.stream();
    stop = muted && stream ? listen(stream) : () => {};
  }

  return {
    setMuted(next) {
      muted = next;
      talking = false;
      listenAnew();
      changed();
    },
    muted: () => muted,
    talking: () => talking,
    follow(listener) {
      changed = listener;
      const unlisten = microphone.onGiven(listenAnew);
      return () => {
        unlisten();
        changed = () => {};
        stop();
        stop = () => {};
        muted = false;
        talking = false;
      };
    },
  };
}
