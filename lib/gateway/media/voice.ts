import type { AudioSource, Frame } from "../audio/frame";
import type { Cancel } from "../base/clock";

/**
 * One browser's sound, as the gateway hears and speaks it. In each tick of 20 ms first the frames of all browsers are taken,
 * then each is sent what its `output` gives, then the taps are called.
 */
export interface Voice {
  /** What came from the browser in this tick; silence when nothing did. */
  readonly mic: Frame;
  /** What was sent to the browser in this tick. */
  readonly heard: Frame;
  /** What the browser hears. Undefined: silence. */
  output: AudioSource | undefined;
  /** Calls `tap` after each tick, until cancelled or closed. For recorders. */
  tap(tap: () => void): Cancel;
  /** Calls `listener` with each key that the person presses (RFC 4733), once a press. */
  onDigit(listener: (digit: string) => void): Cancel;
}
