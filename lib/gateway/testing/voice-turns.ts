import { energy, levelAt } from "./measure";
import type { Group, Speaker } from "./voice-groups";

/** The beginnings of tones, as the others in the group heard them. */
export interface Onsets {
  /** From the moment when somebody begins to speak to the arrival of it, one for each who heard it. In ms. */
  delays: number[];
  /** How many should have been heard. */
  expected: number;
}

/** Long enough that a tone is over for everybody before the next begins. */
const TURN_MS = 500;
const TONE_MS = 100;
/** The tones that are sent have an amplitude of 0.24. */
const AUDIBLE = 0.05;

/** In each group somebody else speaks their tone every half second, and all others listen for it. */
export async function takeTurns(groups: readonly Group[], seconds: number): Promise<Onsets[]> {
  const onsets = groups.map((): Onsets => ({ delays: [], expected: 0 }));
  for (let turn = 0; turn < seconds * 2; turn += 1) {
    for (const [index, group] of groups.entries()) {
      const speaker = group[turn % group.length];
      const found = onsets[index];
      // Not all in one moment.
      if (speaker && found) setTimeout(() => speak(speaker, group, found), Math.random() * 100);
    }
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
  return onsets;
}

function speak(speaker: Speaker, group: Group, onsets: Onsets): void {
  const begun = performance.now();
  speaker.media.hertz = speaker.hertz;
  setTimeout(() => {
    speaker.media.hertz = undefined;
  }, TONE_MS);
  // Nobody hears themselves.
  speaker.media.onFrame = () => {};
  for (const { media } of group) {
    if (media === speaker.media) continue;
    onsets.expected += 1;
    media.onFrame = (frame) => {
      if (energy(frame) < AUDIBLE || levelAt(frame, speaker.hertz) < AUDIBLE) return;
      onsets.delays.push(performance.now() - begun);
      media.onFrame = () => {};
    };
  }
}
