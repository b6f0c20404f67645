import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { WAV_HEADER_BYTES, wavHeader } from "../audio/wav-header";

/** A WAV file of one channel that is mixed while it is read. `bytes`: its length. */
export interface MixedFile {
  bytes: number;
  /** The bytes from `start` to `end`, both included. */
  read(start: number, end: number): Readable;
}

/** The file of a recording of two channels, as one of one channel. */
export function mixedToMono(file: { path: string; bytes: number }): MixedFile {
  const dataBytes = Math.floor((file.bytes - WAV_HEADER_BYTES) / 4) * 2;
  const header = wavHeader(1, dataBytes);
  return {
    bytes: header.length + dataBytes,
    read: (start, end) => Readable.from(mixedBytes(file.path, header, start, end)),
  };
}

async function* mixedBytes(path: string, header: Buffer, start: number, end: number): AsyncGenerator<Buffer> {
  if (start < header.length) yield header.subarray(start, end + 1);
  if (end < header.length) return;
  // The samples of the mix that the range touches; the first and the last may be wanted in half.
  const from = Math.max(0, start - header.length);
  const [first, last] = [from >> 1, (end - header.length) >> 1];
  const source: AsyncIterable<Buffer> = createReadStream(path, {
    start: WAV_HEADER_BYTES + first * 4,
    end: WAV_HEADER_BYTES + last * 4 + 3,
  });
  yield* mixedRange(source, from % 2, end - header.length - from + 1);
}

/**
 * The sound of two channels, 16-bit samples by turns, as one of one channel.
 *
 * @param source in chunks of any length
 * @param skip how many bytes of the mix to leave out at the beginning
 * @param length how many bytes of it to give then
 */
export async function* mixedRange(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
  skip: number,
  length: number,
): AsyncGenerator<Buffer> {
  let [skipped, left] = [skip, length];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const both = Buffer.concat([rest, chunk]);
    const whole = both.length - (both.length % 4);
    rest = both.subarray(whole);
    const mixed = mix(both.subarray(0, whole)).subarray(skipped, skipped + left);
    if (mixed.length === 0) continue;
    skipped = 0;
    left -= mixed.length;
    yield mixed;
  }
}

/** Adds the two channels, as a mono recording of the same call has them. */
function mix(stereo: Buffer): Buffer {
  const mono = Buffer.allocUnsafe(stereo.length / 2);
  for (let at = 0; at < stereo.length; at += 4) {
    const sum = stereo.readInt16LE(at) + stereo.readInt16LE(at + 2);
    mono.writeInt16LE(Math.max(-32_768, Math.min(32_767, sum)), at / 2);
  }
  return mono;
}
