import { FRAME_SAMPLES, type Frame } from "../audio/frame";

/** Frames added up, with room for the sums of many loud voices. Not limited to 16 bits yet. */
export type Sum = Int32Array;

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

/** The sum as a frame: what is too loud for 16 bits stays at the limit, since it would turn into noise otherwise. */
export function saturated(sum: Sum): Frame {
  const frame = new Int16Array(sum.length);
  for (let index = 0; index < sum.length; index += 1) {
    frame[index] = Math.max(-32_768, Math.min(32_767, sum[index] ?? 0));
  }
  return frame;
}
