import { FRAME_SAMPLES, type Frame, SAMPLE_RATE, SILENCE } from "../audio/frame";

/** Two seconds: more than any delay that is ever held back. */
const RING_SAMPLES = SAMPLE_RATE * 2;
/** Ten milliseconds: packets have a whole number of these (RFC 3551 asks for 20 ms, and allows others). */
const BLOCK = 80;

/** How much sound is held back at first, so that a packet that is a little late is not missed. */
const FIRST_DEPTH = 2 * FRAME_SAMPLES;
/** More is never held back for a bad line: the person would hear the answer too late. */
export const MAX_DEPTH = 15 * FRAME_SAMPLES;
/** How often is looked whether less would do. */
const REVIEW_FRAMES = 100;
/** A gap of up to 60 ms is filled with what was heard before it, ever more softly. */
const CONCEALED_FRAMES = 3;
/** So many packets in a row from another time: the sender's clock has begun anew. */
const STRAYS_BEFORE_RESTART = 5;

/** What is known of a block of the ring. Over: it was heard, or given up. */
const MISSING = 0;
const WAITING = 1;
const OVER = 2;

/**
 * Makes a steady flow of 20 ms frames of packets that come late, twice, in the wrong order or never (a jitter buffer). It places
 * samples by their timestamps. It holds back more when packets are late, and less when for two seconds none was.
 */
export class Playout {
  readonly #ring = new Int16Array(RING_SAMPLES);
  readonly #blocks = new Uint8Array(RING_SAMPLES / BLOCK);
  /** The timestamp of the next sample to be read; undefined: nothing has come yet. */
  #cursor: number | undefined;
  /** The timestamp after the newest sample. */
  #end = 0;
  /** The timestamp after the last sample that was heard. */
  #heard = 0;
  #least = Number.POSITIVE_INFINITY;
  #reads = 0;
  #strays = 0;
  #gap = 0;
  #last: Frame = SILENCE;

  /** Samples between the newest that came and the next that is read. */
  get depth(): number {
    return this.#cursor === undefined ? 0 : this.#end - this.#cursor;
  }

  /** A packet's samples, from `timestamp` on (32 bits, which may wrap). */
  write(timestamp: number, samples: Int16Array): void {
    const length = samples.length - (samples.length % BLOCK);
    if (length === 0 || length > MAX_DEPTH) return;
    if (this.#cursor === undefined) this.#begin(timestamp);
    // The distance to what is known, by the arithmetic of 32 bits.
    const start = this.#end + ((timestamp - this.#end) | 0);
    const aligned = start - mod(start, BLOCK);
    if (!this.#fits(aligned, length)) {
      this.#strays += 1;
      if (this.#strays < STRAYS_BEFORE_RESTART) return;
      this.#begin(timestamp);
      this.write(timestamp, samples);
      return;
    }
    this.#strays = 0;
    this.#waitFor(aligned);
    for (let at = 0; at < length; at += BLOCK) this.#place(aligned + at, samples.subarray(at, at + BLOCK));
    this.#end = Math.max(this.#end, aligned + length);
    if (this.depth > MAX_DEPTH) this.#skip(this.depth - MAX_DEPTH);
  }

  /** The next 20 ms. */
  read(): Frame {
    if (this.#cursor === undefined) return SILENCE;
    this.#review();
    const from = this.#cursor;
    let frame: Frame | undefined;
    for (let at = 0; at < FRAME_SAMPLES; at += BLOCK) {
      const place = mod(from + at, RING_SAMPLES);
      const isHere = this.#blocks[place / BLOCK] === WAITING;
      this.#blocks[place / BLOCK] = isHere || from + at < this.#heard ? OVER : MISSING;
      if (!isHere) continue;
      this.#heard = from + at + BLOCK;
      frame ??= new Int16Array(FRAME_SAMPLES);
      frame.set(this.#ring.subarray(place, place + BLOCK), at);
    }
    this.#cursor = from + FRAME_SAMPLES;
    // Nothing comes any more: time goes on, and what comes next is placed by its own.
    this.#end = Math.max(this.#end, this.#cursor);
    if (!frame) return this.#conceal();
    this.#gap = 0;
    this.#last = frame;
    return frame;
  }

  #begin(timestamp: number): void {
    const start = timestamp - (timestamp % BLOCK);
    this.#blocks.fill(MISSING);
    this.#cursor = start - FIRST_DEPTH;
    this.#end = start;
    this.#heard = this.#cursor;
    this.#least = Number.POSITIVE_INFINITY;
    this.#reads = 0;
    this.#strays = 0;
  }

  /** Whether samples of this time have a place: not long past, and not further ahead than the ring is long. */
  #fits(start: number, length: number): boolean {
    const cursor = this.#cursor ?? start;
    return start >= cursor - MAX_DEPTH && start + length <= cursor + RING_SAMPLES - MAX_DEPTH;
  }

  /**
   * From now on more is held back, as much as these samples are late. If nothing after them has been heard, they still are. What
   * came in time and comes again is not late.
   */
  #waitFor(start: number): void {
    const cursor = this.#cursor ?? start;
    const late = cursor - start;
    if (late <= 0 || this.depth + late > MAX_DEPTH || this.#stateOf(start) !== MISSING) return;
    this.#cursor = start;
  }

  #place(timestamp: number, samples: Int16Array): void {
    if (timestamp < Math.max(this.#cursor ?? 0, this.#heard)) return;
    const place = mod(timestamp, RING_SAMPLES);
    this.#ring.set(samples, place);
    this.#blocks[place / BLOCK] = WAITING;
  }

  #stateOf(timestamp: number): number {
    return this.#blocks[mod(timestamp, RING_SAMPLES) / BLOCK] ?? MISSING;
  }

  /**
   * Every two seconds: gives up half of what was held back and never needed. After a stall of the sender that is most of it, which
   * is better done in a few steps than in many seconds of talk that comes too late.
   */
  #review(): void {
    this.#least = Math.min(this.#least, this.depth);
    this.#reads += 1;
    if (this.#reads < REVIEW_FRAMES) return;
    const unneeded = this.#least - FIRST_DEPTH - FRAME_SAMPLES;
    if (unneeded > 0) this.#skip(FRAME_SAMPLES * Math.ceil(unneeded / FRAME_SAMPLES / 2));
    this.#reads = 0;
    this.#least = Number.POSITIVE_INFINITY;
  }

  /** So many samples are not heard. */
  #skip(samples: number): void {
    if (this.#cursor === undefined) return;
    for (let at = 0; at < samples; at += BLOCK) {
      this.#blocks[mod(this.#cursor + at, RING_SAMPLES) / BLOCK] = OVER;
    }
    this.#cursor += samples;
  }

  #conceal(): Frame {
    this.#gap += 1;
    if (this.#gap > CONCEALED_FRAMES || this.#last === SILENCE) {
      this.#last = SILENCE;
      return SILENCE;
    }
    const softer = new Int16Array(FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; at += 1) softer[at] = (this.#last[at] ?? 0) / 2;
    this.#last = softer;
    return softer;
  }
}

/** The remainder of a division, which is never negative. */
function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
