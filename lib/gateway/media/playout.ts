import { FRAME_SAMPLES, type Frame, SAMPLE_RATE, SILENCE } from "../audio/frame";

/** Two seconds: more than any delay that is ever held back. */
const RING_SAMPLES = SAMPLE_RATE * 2;
/** Ten milliseconds: packets have a whole number of these (RFC 3551 asks for 20 ms, and allows others). */
const BLOCK = 80;

/** How much sound is held back at first, so that a packet that is a little late is not missed. */
const FIRST_DEPTH = 2 * FRAME_SAMPLES;
/** More is never held back for a bad line: the person would hear the answer too late. */
const MAX_DEPTH = 15 * FRAME_SAMPLES;
/** How often is looked whether less would do. */
const REVIEW_FRAMES = 100;
/** A gap of up to 60 ms is filled with what was heard before it, ever more softly. */
const CONCEALED_FRAMES = 3;
/** So many packets in a row from another time: the sender's clock has begun anew. */
const STRAYS_BEFORE_RESTART = 5;

/**
 * Makes a steady flow of 20 ms frames of packets that come late, twice, in the wrong order or never (a jitter buffer). It places
 * samples by their timestamps. It holds back more when packets are late, and less when for two seconds none was.
 */
export class Playout {
  readonly #ring = new Int16Array(RING_SAMPLES);
  readonly #present = new Uint8Array(RING_SAMPLES / BLOCK);
  /** The timestamp of the next sample to be read; undefined: nothing has come yet. */
  #cursor: number | undefined;
  /** The timestamp after the newest sample. */
  #end = 0;
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
    if (length === 0 || length > RING_SAMPLES / 2) return;
    if (this.#cursor === undefined) this.#begin(timestamp);
    // The distance to what is known, by the arithmetic of 32 bits.
    const start = this.#end + ((timestamp - this.#end) | 0);
    const aligned = start - (((start % BLOCK) + BLOCK) % BLOCK);
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
  }

  /** The next 20 ms. */
  read(): Frame {
    if (this.#cursor === undefined) return SILENCE;
    this.#review();
    const from = this.#cursor;
    const frame = new Int16Array(FRAME_SAMPLES);
    let found = 0;
    for (let at = 0; at < FRAME_SAMPLES; at += BLOCK) {
      const place = mod(from + at);
      if (!this.#present[place / BLOCK]) continue;
      frame.set(this.#ring.subarray(place, place + BLOCK), at);
      this.#present[place / BLOCK] = 0;
      found += 1;
    }
    this.#cursor = from + FRAME_SAMPLES;
    // Nothing comes any more: time goes on, and what comes next is placed by its own.
    this.#end = Math.max(this.#end, this.#cursor);
    if (found === 0) return this.#conceal();
    this.#gap = 0;
    this.#last = frame;
    return frame;
  }

  #begin(timestamp: number): void {
    const start = timestamp - (timestamp % BLOCK);
    this.#present.fill(0);
    this.#cursor = start - FIRST_DEPTH;
    this.#end = start;
    this.#least = Number.POSITIVE_INFINITY;
    this.#strays = 0;
  }

  /** Whether samples of this time have a place: not long past, and not further ahead than the ring is long. */
  #fits(start: number, length: number): boolean {
    const cursor = this.#cursor ?? start;
    return start >= cursor - MAX_DEPTH && start + length <= cursor + RING_SAMPLES;
  }

  /** Late samples are still played if waiting for them is bearable: from now on more is held back. */
  #waitFor(start: number): void {
    const cursor = this.#cursor ?? start;
    const late = cursor - start;
    if (late <= 0 || this.depth + late > MAX_DEPTH) return;
    this.#cursor = start;
  }

  #place(timestamp: number, samples: Int16Array): void {
    if (timestamp < (this.#cursor ?? 0)) return;
    const place = mod(timestamp);
    this.#ring.set(samples, place);
    this.#present[place / BLOCK] = 1;
  }

  /** Every two seconds: gives up what was held back and never needed, 20 ms at a time. */
  #review(): void {
    this.#least = Math.min(this.#least, this.depth);
    this.#reads += 1;
    const much = this.depth > MAX_DEPTH;
    if (this.#reads < REVIEW_FRAMES && !much) return;
    if ((this.#least > FIRST_DEPTH + FRAME_SAMPLES || much) && this.#cursor !== undefined) {
      this.#forget(this.#cursor);
      this.#cursor += FRAME_SAMPLES;
    }
    this.#reads = 0;
    this.#least = Number.POSITIVE_INFINITY;
  }

  #forget(timestamp: number): void {
    for (let at = 0; at < FRAME_SAMPLES; at += BLOCK) this.#present[mod(timestamp + at) / BLOCK] = 0;
  }

  #conceal(): Frame {
    this.#gap += 1;
    if (this.#gap > CONCEALED_FRAMES || this.#last === SILENCE) {
      this.#last = SILENCE;
      return SILENCE;
    }
    this.#last = this.#last.map((sample) => Math.trunc(sample / 2));
    return this.#last;
  }
}

function mod(timestamp: number): number {
  return ((timestamp % RING_SAMPLES) + RING_SAMPLES) % RING_SAMPLES;
}
