import { type AudioSource, FRAME_SAMPLES, type Frame } from "../audio/frame";
import type { Sound } from "../audio/sounds";

/** The twenty milliseconds of a sound from the sample `offset` on. After the end of the sound there is silence. */
export function frameAt(sound: Sound, offset: number): Frame {
  const rest = sound.subarray(offset, offset + FRAME_SAMPLES);
  if (rest.length === FRAME_SAMPLES) return rest;
  const frame = new Int16Array(FRAME_SAMPLES);
  frame.set(rest);
  return frame;
}

/** A sound again and again, without a gap. An empty sound is silence. */
export function repeating(sound: Sound): AudioSource {
  let offset = 0;
  return {
    read() {
      if (sound.length === 0) return undefined;
      const frame = new Int16Array(FRAME_SAMPLES);
      for (let index = 0; index < FRAME_SAMPLES; index += 1) {
        frame[index] = sound[offset] ?? 0;
        offset = (offset + 1) % sound.length;
      }
      return frame;
    },
  };
}
