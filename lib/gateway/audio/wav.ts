import { MAX_RATE, MIN_RATE } from "./resample";
import { NOT_PLAYABLE, SoundError } from "./sounds";
import type { Block } from "./to-sound";
import { type SampleReader, sampleReader } from "./wav-samples";

/** How many samples of each channel a block has. */
const BLOCK_SAMPLES = 8_192;
const MAX_CHANNELS = 64;
const EXTENSIBLE = 0xfffe;

/** A WAV file, read as far as its samples. */
interface Wav {
  channels: number;
  rate: number;
  reader: SampleReader;
  data: Buffer;
}

/** Whether these bytes begin like a WAV file. */
export function isWav(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WAVE";
}

/**
 * The sound of a WAV file, its channels mixed to one: PCM of 8, 16, 24 or 32 bits, floats of 32 bits, µ-law or A-law. What is
 * missing at the end of the file is left out.
 *
 * Throws a `SoundError` when it is no WAV file, or one of another kind.
 */
export function* readWav(bytes: Buffer): Generator<Block> {
  const { channels, rate, reader, data } = parse(bytes);
  const size = channels * reader.bytes;
  for (let from = 0; from + size <= data.length; from += BLOCK_SAMPLES * size) {
    const samples = new Float32Array(Math.min(BLOCK_SAMPLES, Math.floor((data.length - from) / size)));
    for (let at = 0; at < samples.length; at++) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        sum += reader.read(data, from + at * size + channel * reader.bytes);
      }
      samples[at] = sum / channels;
    }
    yield { rate, samples };
  }
}

/** Chunks come in any order, and unknown ones are passed over. */
function parse(bytes: Buffer): Wav {
  if (!isWav(bytes)) throw new SoundError(NOT_PLAYABLE, "no WAV file");
  let format: Omit<Wav, "data"> | undefined;
  let data: Buffer | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    // Programs that write into a pipe know no length, and give one that is too long.
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (name === "fmt ") format ??= parseFormat(content);
    if (name === "data") data ??= content;
    at += 8 + length + (length % 2);
  }
  if (!format || !data) throw new SoundError(NOT_PLAYABLE, "a WAV file without format or data");
  return { ...format, data };
}

function parseFormat(chunk: Buffer): Omit<Wav, "data"> {
  if (chunk.length < 16) throw new SoundError(NOT_PLAYABLE, "a WAV file with a short format");
  const tag = chunk.readUInt16LE(0);
  // The extensible format has the tag as the beginning of its sub-format.
  const kind = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const [channels, rate, bits] = [chunk.readUInt16LE(2), chunk.readUInt32LE(4), chunk.readUInt16LE(14)];
  const reader = sampleReader(kind, bits);
  if (!reader) throw new SoundError(NOT_PLAYABLE, `a WAV file of format ${kind} with ${bits} bits`);
  if (channels < 1 || channels > MAX_CHANNELS || rate < MIN_RATE || rate > MAX_RATE) {
    throw new SoundError(NOT_PLAYABLE, `a WAV file with ${channels} channels at ${rate} Hz`);
  }
  return { channels, rate, reader };
}
