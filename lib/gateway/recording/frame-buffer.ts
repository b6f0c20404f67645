import { endianness } from "node:os";
import { FRAME_SAMPLES, type Frame, SILENCE } from "../audio/frame";

/** Half a second. After a kill no more than this, and what was on its way to the disk, is lost. */
const FRAMES_PER_CHUNK = 25;

/** Gathers frames as the bytes of a WAV file, the samples of two channels by turns. */
export class FrameBuffer {
  #chunk: Int16Array;
  #length = 0;

  constructor(readonly channels: 1 | 2) {
    this.#chunk = this.#empty();
  }

  get isFull(): boolean {
    return this.#length === this.#chunk.length;
  }

  /** Adds a frame. `right`: the second channel, silent if undefined; with one channel it does not count. */
  add(left: Frame, right: Frame = SILENCE): void {
    const at = this.#length;
    this.#length += FRAME_SAMPLES * this.channels;
    if (this.channels === 1) {
      // A frame that is too long would be refused with an exception, in the middle of a tick.
      this.#chunk.set(left.subarray(0, FRAME_SAMPLES), at);
      return;
    }
    for (let index = 0; index < FRAME_SAMPLES; index += 1) {
      this.#chunk[at + 2 * index] = left[index] ?? 0;
      this.#chunk[at + 2 * index + 1] = right[index] ?? 0;
    }
  }

  /** The bytes so far. The buffer is empty then. */
  take(): Buffer {
    const { buffer } = this.#chunk;
    const taken = Buffer.from(buffer, 0, this.#length * Int16Array.BYTES_PER_ELEMENT);
    this.#chunk = this.#empty();
    this.#length = 0;
    // WAV is little-endian, and so is almost every machine.
    return endianness() === "LE" ? taken : taken.swap16();
  }

  #empty(): Int16Array {
    return new Int16Array(FRAMES_PER_CHUNK * FRAME_SAMPLES * this.channels);
  }
}
