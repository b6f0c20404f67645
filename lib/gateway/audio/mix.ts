import { type AudioSource, FRAME_SAMPLES, type Frame, SAMPLE_RATE, SILENCE } from "./frame";
import type { Sound } from "./sounds";
import { addFrame, emptySum, limitedFrame } from "./sum";

/** What is heard when all these frames are heard at once. Of one frame it is that frame, of none it is silence. */
export function mixFrames(frames: readonly Frame[]): Frame {
  if (frames.length === 0) return SILENCE;
  if (frames.length === 1) return frames[0] as Frame;
  const sum = emptySum();
  for (const frame of frames) addFrame(sum, frame);
  return limitedFrame(sum);
}

/** Plays a sound, frame by frame. A repetition follows the last without a gap; the last frame of all ends with silence. */
export class Player implements AudioSource {
  /** Resolves when the last frame has been read, or when the player is stopped. It never does when nothing is read. */
  readonly done: Promise<void>;
  readonly #sound: Sound;
  /** How many samples are still to be played. */
  #left: number;
  /** Where in the sound the next sample is. */
  #at = 0;
  #finish: () => void = () => {};

  /** @param loop how often the sound is played; 0: until it is stopped. An empty sound is over at once, however often. */
  constructor(sound: Sound, loop = 1) {
    this.#sound = sound;
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#left = sound.length === 0 || loop > 0 ? sound.length * loop : Number.POSITIVE_INFINITY;
    if (this.#left === 0) this.#finish();
  }

  read(): Frame | undefined {
    if (this.#left <= 0) return undefined;
    const frame = new Int16Array(FRAME_SAMPLES);
    let filled = 0;
    while (filled < FRAME_SAMPLES && this.#left > 0) {
      const part = this.#sound.subarray(this.#at, this.#at + FRAME_SAMPLES - filled);
      frame.set(part, filled);
      filled += part.length;
      this.#left -= part.length;
      this.#at = (this.#at + part.length) % this.#sound.length;
    }
    if (this.#left <= 0) this.#finish();
    return frame;
  }

  /** Nothing more is played. Does nothing when it has been stopped, or has come to the end. */
  stop(): void {
    this.#left = 0;
    this.#finish();
  }
}

/** Nothing to be heard, for so many seconds. */
export function silence(seconds: number): Sound {
  return new Int16Array(Math.round(seconds * SAMPLE_RATE));
}

/** One sound after another, without a gap. */
export function joinSounds(sounds: readonly Sound[]): Sound {
  const whole = new Int16Array(sounds.reduce((length, sound) => length + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}
