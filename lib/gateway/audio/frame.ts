/**
 * All sound inside the gateway is mono, 8,000 samples a second, 16-bit signed, in frames of 20 ms. That is the rate and the
 * usual packet of PCMU (RFC 3551, section 4.5.14), so nothing is resampled between a browser and another.
 */

export const SAMPLE_RATE = 8_000;
export const FRAME_MS = 20;
/** After a stall of the process so much (ms) of the frames that were due is made up for. Nobody wants to hear the rest. */
export const MAX_BEHIND_MS = 500;
export const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1_000;

/** Twenty milliseconds of sound: 160 samples. Nobody changes a frame after it was handed on. */
export type Frame = Int16Array;

/** A frame in which nothing is heard. */
export const SILENCE: Frame = new Int16Array(FRAME_SAMPLES);

/** What somebody hears. It is read once for each 20 ms. Undefined: nothing just now. */
export interface AudioSource {
  read(): Frame | undefined;
}
