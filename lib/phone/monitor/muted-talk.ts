import { watchLevel } from "../audio/level";
import type { Microphone } from "../audio/microphone";
import type { Clock, Media } from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import type { Scope } from "../util/scope";

/** About -35 dB: louder than a quiet room and a keyboard. */
const speech = 0.42;
/** How many of the recent ticks (100 ms) must be loud to count as talking, and how many quiet ones in a row end it. */
const loudTicks = 4;
const quietTicks = 30;

/** Notices that the user talks while muted, in one call. */
interface MutedTalk {
  setMuted(muted: boolean): void;
  muted(): boolean;
  /** Muted, and talking nevertheless. */
  talking(): boolean;
}

/**
 * Listens to the microphone itself while muted, because the SDK hears only silence then. Calls `changed` when `muted`
 * or `talking` changes, until `scope` ends.
 */
export function watchMutedTalk(
  scope: Scope,
  media: Media,
  clock: Clock,
  microphone: Pick<Microphone, "stream" | "onGiven">,
  changed: () => void,
): MutedTalk {
  let listening = scope.child();
  let muted = false;
  let talking = false;

  function setTalking(next: boolean): void {
    if (next === talking) return;
    talking = next;
    changed();
  }

  function listen(stream: AudioStream): void {
    let loud = 0;
    let quiet = 0;
    const end = watchLevel({ clock, media }, stream, (level) => {
      const isLoud = level >= speech;
      loud = isLoud ? loud + 1 : Math.max(0, loud - 0.5);
      quiet = isLoud ? 0 : quiet + 1;
      if (loud >= loudTicks) setTalking(true);
      if (quiet >= quietTicks) setTalking(false);
    });
    if (end) listening.add(end);
  }

  /** Listens to the present microphone: another one may be chosen while muted. */
  function restart(): void {
    listening.end();
    listening = scope.child();
    const stream = microphone.stream();
    if (muted && stream) listen(stream);
  }

  scope.add(microphone.onGiven(restart));
  return {
    setMuted(next) {
      muted = next;
      talking = false;
      restart();
      changed();
    },
    muted: () => muted,
    talking: () => talking,
  };
}
