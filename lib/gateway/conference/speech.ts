import type { Frame } from "../audio/frame";

/** Louder than this (root mean square of the samples) is speech, about -36 dB of full scale. */
const LOUD = 500;
/** Softer than this is not. Between the two nothing changes. */
const SOFT = 250;
/** How many frames in a row it takes: 100 ms to begin, a second to stop, so that a click or a breath is no event. */
const TO_START = 5;
const TO_STOP = 50;

/** Tells by its energy when somebody begins and stops speaking. */
export class SpeechDetector {
  #speaking = false;
  #frames = 0;

  /** Takes the next frame. Returns what has changed with it, if anything. */
  take(frame: Frame): "start" | "stop" | undefined {
    const level = rms(frame);
    const goesOn = this.#speaking ? level < SOFT : level > LOUD;
    this.#frames = goesOn ? this.#frames + 1 : 0;
    if (this.#frames < (this.#speaking ? TO_STOP : TO_START)) return undefined;
    this.#frames = 0;
    this.#speaking = !this.#speaking;
    return this.#speaking ? "start" : "stop";
  }
}

/** Root mean square of the samples. */
function rms(frame: Frame): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, frame.length));
}
