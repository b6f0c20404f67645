import { FRAME_SAMPLES, type Frame, SILENCE } from "../audio/frame";
import { blockBytes } from "./wav-file";

/** Half a second. After a kill no more than this, and what was on its way to the disk, is lost. */
const FRAMES_PER_CHUNK = 25;

/** Gathers frames as the bytes of a WAV file, the samples of two channels by turns. */
export class FrameBuffer {
  #chunk: Buffer;
  #length = 0;

  constructor(readonly channels: 1 | 2) {
    this.#chunk = this.#empty();
  }

  get isFull(): boolean {
    return this.#length === this.#chunk.length;
  }

  /** Adds a frame. `right`: the second channel, silent if undefined; with one channel it does not count. */
  add(left: Frame, right: Frame = SILENCE): void {
    for (let index = 0; index < FRAME_SAMPLES; index += 1) {
      this.#addSample(left[index] ?? 0);
      if (this.channels === 2) this.#addSample(right[index] ?? 0);
    }
  }

  /** The bytes so far. The buffer is empty then. */
  take(): Buffer {
    const taken = this.#chunk.subarray(0, this.#length);
    this.#chunk = this.#empty();
    this.#length = 0;
    return taken;
  }

  #addSample(sample: number): void {
    this.#chunk.writeInt16LE(sample, this.#length);
    this.#length += 2;
  }

  #empty(): Buffer {
    return Buffer.allocUnsafe(FRAMES_PER_CHUNK * FRAME_SAMPLES * blockBytes(this.channels));
  }
}
