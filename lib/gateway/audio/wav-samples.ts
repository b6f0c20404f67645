import { decodeALaw } from "./alaw";
import { SAMPLE_RATE } from "./frame";
import { decodeMuLaw } from "./mulaw";
import type { Block } from "./to-sound";

/** The format tags of WAV files (RFC 2361). */
export const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;

/** Reads samples of one format: `bytes` bytes each, as values from -1 to 1. */
export interface SampleReader {
  bytes: number;
  read(data: Buffer, at: number): number;
}

const everyCode = Uint8Array.from({ length: 256 }, (_, code) => code);

const READERS: Readonly<Record<string, SampleReader>> = {
  // Eight bits are the only ones without a sign.
  [`${PCM}/8`]: { bytes: 1, read: (data, at) => (data.readUInt8(at) - 128) / 128 },
  [`${PCM}/16`]: { bytes: 2, read: (data, at) => data.readInt16LE(at) / 2 ** 15 },
  [`${PCM}/24`]: { bytes: 3, read: (data, at) => data.readIntLE(at, 3) / 2 ** 23 },
  [`${PCM}/32`]: { bytes: 4, read: (data, at) => data.readInt32LE(at) / 2 ** 31 },
  [`${FLOAT}/32`]: { bytes: 4, read: (data, at) => finite(data.readFloatLE(at)) },
  [`${A_LAW}/8`]: byTable(decodeALaw(everyCode)),
  [`${MU_LAW}/8`]: byTable(decodeMuLaw(everyCode)),
};

/** Undefined: the format is unknown. */
export function sampleReader(tag: number, bits: number): SampleReader | undefined {
  return READERS[`${tag}/${bits}`];
}

function byTable(table: Int16Array): SampleReader {
  return { bytes: 1, read: (data, at) => (table[data.readUInt8(at)] as number) / 2 ** 15 };
}

/** One sample that is no number would silence all those around it when they are resampled. */
function finite(sample: number): number {
  return Number.isFinite(sample) ? sample : 0;
}

/** The sound of a file that is µ-law and nothing else, at 8,000 Hz. */
export function* readMuLaw(bytes: Buffer): Generator<Block> {
  for (let from = 0; from < bytes.length; from += SAMPLE_RATE) {
    const samples = decodeMuLaw(bytes.subarray(from, from + SAMPLE_RATE));
    yield { rate: SAMPLE_RATE, samples: Float32Array.from(samples, (sample) => sample / 2 ** 15) };
  }
}
