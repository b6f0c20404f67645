import { SAMPLE_RATE } from "./frame";
import { joinSounds } from "./mix";
import { Resampler } from "./resample";
import { NOT_PLAYABLE, type Sound, SoundError } from "./sounds";

/** A part of a sound of any rate: mono samples from -1 to 1, `rate` of them a second. */
export interface Block {
  rate: number;
  samples: Float32Array;
}

/**
 * The whole sound of its blocks, at 8,000 samples a second. Other work of the process gets its turn after each block: blocks
 * of some thousand samples do not delay the sound of calls.
 *
 * Rejects with a `SoundError` when the sound has more than `maxSamples`, with what `blocks` throws, and when `signal` aborts.
 */
export async function toSound(
  blocks: Iterable<Block> | AsyncIterable<Block>,
  maxSamples: number,
  signal?: AbortSignal,
): Promise<Sound> {
  const parts: Sound[] = [];
  let length = 0;
  const add = (part: Sound) => {
    length += part.length;
    if (length > maxSamples) {
      throw new SoundError(NOT_PLAYABLE, `a sound longer than ${Math.round(maxSamples / SAMPLE_RATE)} s`);
    }
    parts.push(part);
  };
  let current: { rate: number; resampler: Resampler } | undefined;
  for await (const { rate, samples } of blocks) {
    if (current?.rate !== rate) {
      if (current) add(current.resampler.end());
      current = { rate, resampler: new Resampler(rate) };
    }
    add(current.resampler.push(samples));
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
  if (current) add(current.resampler.end());
  return joinSounds(parts);
}
