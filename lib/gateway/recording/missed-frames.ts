import { FRAME_MS, MAX_BEHIND_MS } from "../audio/frame";

/**
 * The most silence (ms) for one gap. A longer gap was a machine asleep, or a clock that was put forward. So much in one go the
 * queue to the disk bears, also with two channels.
 */
const LONGEST_GAP_MS = 15_000;

/** Frames that come so much (ms) too early: the clock was set back. */
const TOO_EARLY_MS = 1_000;

/** Finds out how many frames a recording has missed because the process stood still. Small errors do not add up. */
export class MissedFrames {
  /** When the last frame was due. */
  #due: number;

  /** @param begun when the recording began, in ms since the epoch */
  constructor(begun: number) {
    this.#due = begun;
  }

  /**
   * How many frames never came before the one that comes `now` (ms since the epoch). Those of the last half second, and that of this
   * moment, do not count: they come after a stall, all at once.
   */
  before(now: number): number {
    const first = now - MAX_BEHIND_MS;
    if (this.#due > now + TOO_EARLY_MS) this.#due = now;
    this.#due += FRAME_MS;
    const missed = Math.max(0, Math.round((first - this.#due) / FRAME_MS));
    this.#due += missed * FRAME_MS;
    return Math.min(missed, LONGEST_GAP_MS / FRAME_MS);
  }
}
