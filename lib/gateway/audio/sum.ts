import { FRAME_SAMPLES, type Frame } from "./frame";

/** Frames added up, with room for the sums of many loud voices. Not limited to 16 bits yet. */
export type Sum = Int32Array;

/** Below this magnitude a mix is the plain sum. Above it the sum is bent, so that it comes near full scale and never over. */
const KNEE = 24_576;
const HEADROOM = 32_767 - KNEE;

/** A sum of nothing: silence. */
export function emptySum(): Sum {
  return new Int32Array(FRAME_SAMPLES);
}

/** Adds a frame to a sum, or with `sign` -1 takes it out again. A frame that is too short counts as silent at its end. */
export function addFrame(sum: Sum, frame: Frame, sign: 1 | -1 = 1): void {
  const length = Math.min(sum.length, frame.length);
  for (let index = 0; index < length; index += 1) {
    sum[index] = (sum[index] ?? 0) + sign * (frame[index] ?? 0);
  }
}

/** The sum as a frame. What is too loud for 16 bits is bent and not cut off, which would be heard as noise. */
export function limitedFrame(sum: Sum): Frame {
  const frame = new Int16Array(sum.length);
  for (let index = 0; index < sum.length; index += 1) frame[index] = limited(sum[index] ?? 0);
  return frame;
}

function limited(sum: number): number {
  const excess = Math.abs(sum) - KNEE;
  return excess <= 0 ? sum : Math.sign(sum) * Math.round(KNEE + HEADROOM * Math.tanh(excess / HEADROOM));
}
