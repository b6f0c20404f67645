import type { FileHandle } from "node:fs/promises";
import { blockBytes, WAV_HEADER_BYTES, wavHeader } from "../audio/wav-header";

/** About half a minute of two channels. A disk that is further behind has failed. */
const MAX_QUEUED_BYTES = 1024 * 1024;

/** How a file is opened, and who learns that it cannot be written. */
export interface FileWriterOptions {
  channels: 1 | 2;
  /** Makes the file. It is called at once. */
  open: () => Promise<FileHandle>;
  /** Called once, with the first error, and never from inside `append`. */
  onFailure: (error: unknown) => void;
}

/** Writes one WAV file in the background, in order. No method throws or rejects. */
export class FileWriter {
  #file: FileHandle | undefined;
  #last: Promise<void>;
  #hasFailed = false;
  #queuedBytes = 0;
  #writtenBytes = 0;

  constructor(readonly options: FileWriterOptions) {
    this.#last = this.#attempt(async () => {
      const file = await options.open();
      this.#file = file;
      // Until the end it says that there is no sound. What a kill leaves is corrected when the folder is opened again.
      await writeAll(file, wavHeader(options.channels, 0), 0);
    });
  }

  /** Adds sound to the end. After a failure it does nothing. */
  append(data: Buffer): void {
    this.#queuedBytes += data.length;
    const isBehind = this.#queuedBytes > MAX_QUEUED_BYTES;
    this.#enqueue(async (file) => {
      if (isBehind) throw new Error("the disk does not keep up");
      await writeAll(file, data, WAV_HEADER_BYTES + this.#writtenBytes);
      this.#writtenBytes += data.length;
      this.#queuedBytes -= data.length;
    });
  }

  /**
   * Ends the file, and closes it: only the first `dataBytes` bytes of sound are kept, or those that could be written.
   * Resolves with how many there are in it.
   */
  async finish(dataBytes: number): Promise<number> {
    await this.#last;
    const file = this.#file;
    if (!file) return 0;
    const { channels } = this.options;
    const possible = Math.min(dataBytes, this.#writtenBytes);
    const kept = possible - (possible % blockBytes(channels));
    await this.#attempt(async () => {
      await file.truncate(WAV_HEADER_BYTES + kept);
      await writeAll(file, wavHeader(channels, kept), 0);
    });
    await this.#attempt(() => file.close());
    this.#file = undefined;
    return kept;
  }

  #enqueue(task: (file: FileHandle) => Promise<void>): void {
    this.#last = this.#last.then(async () => {
      const file = this.#file;
      if (file && !this.#hasFailed) await this.#attempt(() => task(file));
    });
  }

  async #attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (this.#hasFailed) return;
      this.#hasFailed = true;
      this.options.onFailure(error);
    }
  }
}

/** A disk that is almost full takes a part of what it is given; the next attempt tells why. */
async function writeAll(file: FileHandle, data: Buffer, position: number): Promise<void> {
  for (let done = 0; done < data.length; ) {
    const { bytesWritten } = await file.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
}
