import type { Cancel, Clock, Media } from "./deps";
import type { AudioStream } from "./voice";

const everyMs = 100;
/** About -35 dB: louder than a quiet room and a keyboard. */
const speech = 0.42;
/** Of the last second, so long must be loud to be talking; so long quiet, to have stopped. */
const loudTicks = 4;
const quietTicks = 30;

/** Notices that somebody talks while muted. */
export interface MutedTalk {
  /** Listens to the microphone itself while `muted`, because the SDK hears only silence then. */
  setMuted(muted: boolean, stream: AudioStream | null): void;
  muted(): boolean;
  /** Muted, and talking nevertheless. */
  talking(): boolean;
  /** Calls `changed` when either changes, until the returned function is called. */
  follow(changed: () => void): Cancel;
}

export function createMutedTalk(media: Media, clock: Clock): MutedTalk {
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
    const meter = media.meter(stream);
    let loud = 0;
    let quiet = 0;
    const cancel = clock.every(everyMs, () => {
      const isLoud = meter.read() >= speech;
      loud = isLoud ? loud + 1 : Math.max(0, loud - 0.5);
      quiet = isLoud ? 0 : quiet + 1;
      if (loud >= loudTicks) set(true);
      if (quiet >= quietTicks) set(false);
    });
    return () => {
      cancel();
      meter.close();
    };
  }

  return {
    setMuted(next, stream) {
      stop();
      stop = next && stream ? listen(stream) : () => {};
      muted = next;
      talking = false;
      changed();
    },
    muted: () => muted,
    talking: () => talking,
    follow(listener) {
      changed = listener;
      return () => {
        changed = () => {};
        stop();
        stop = () => {};
        muted = false;
        talking = false;
      };
    },
  };
}
