import { NOT_PLAYABLE, SoundError } from "./sounds";
import type { Block } from "./to-sound";

/** The decoder gets so many bytes at once: a quarter of a second of sound at 128 kbit/s, a second at 32. */
const SLICE_BYTES = 4_096;

/** Whether these bytes begin like an MP3 file: with an ID3 tag, or with the header of a frame of MPEG audio, layer III. */
export function isMp3(bytes: Buffer): boolean {
  if (bytes.toString("latin1", 0, 3) === "ID3") return true;
  const [first = 0, second = 0, third = 0] = bytes;
  const [version, layer, bitRate, sampleRate] = [
    (second >> 3) & 3,
    (second >> 1) & 3,
    third >> 4,
    (third >> 2) & 3,
  ];
  return (
    first === 0xff && second >= 0xe0 && version !== 1 && layer === 1 && bitRate !== 15 && sampleRate !== 3
  );
}

/**
 * The sound of an MP3 file, its channels mixed to one. Damaged parts are left out.
 *
 * Throws a `SoundError` when nothing in it can be decoded.
 */
export async function* readMp3(bytes: Buffer): AsyncGenerator<Block> {
  // Loaded with the first file: it takes 5 MiB, and most calls play none.
  const { MPEGDecoder } = await import("mpg123-decoder");
  const decoder = new MPEGDecoder();
  await decoder.ready;
  let length = 0;
  try {
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const { channelData, sampleRate, samplesDecoded } = decoder.decode(
        bytes.subarray(from, from + SLICE_BYTES),
      );
      if (samplesDecoded === 0) continue;
      length += samplesDecoded;
      // The decoder gives two channels always; of a mono file they are the same.
      const [left = new Float32Array(samplesDecoded), right = left] = channelData;
      yield { rate: sampleRate, samples: left.map((sample, at) => (sample + (right[at] as number)) / 2) };
    }
  } finally {
    decoder.free();
  }
  if (length === 0) throw new SoundError(NOT_PLAYABLE, "no MP3 file");
}
