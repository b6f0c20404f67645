import "server-only";

/** Telephone networks carry 8,000 samples a second, so that more of them would only be thrown away there. */
export const telephoneRate = 8_000;
const highestRate = 48_000;
const headerBytes = 44;
const pcm = 1;
/** The format that names the real one in an extension. */
const extensible = 0xfffe;

/** The samples of a WAV file of one channel. */
export interface Samples {
  readonly rate: number;
  readonly samples: Int16Array;
}

/**
 * Reads a WAV file of 16-bit PCM in one channel, at 8,000 to 48,000 Hz. Null: it is another file, or a damaged one. Chunks come
 * in any order, and unknown ones are passed over. http://soundfile.sapp.org/doc/WaveFormat/
 */
export function readWav(bytes: Buffer): Samples | null {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE") return null;
  let rate: number | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (name === "fmt ") rate = readRate(content);
    if (name === "data") return rate === null ? null : { rate, samples: readSamples(content) };
    at += 8 + length + (length % 2);
  }
  return null;
}

/** The rate of a format chunk; null: another format than ours. */
function readRate(chunk: Buffer): number | null {
  if (chunk.length < 16) return null;
  const tag = chunk.readUInt16LE(0);
  const format = tag === extensible && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const [channels, rate, bits] = [chunk.readUInt16LE(2), chunk.readUInt32LE(4), chunk.readUInt16LE(14)];
  const isOurs = format === pcm && channels === 1 && bits === 16;
  return isOurs && rate >= telephoneRate && rate <= highestRate ? rate : null;
}

function readSamples(chunk: Buffer): Int16Array {
  return Int16Array.from({ length: Math.floor(chunk.length / 2) }, (_, index) =>
    chunk.readInt16LE(2 * index),
  );
}

/**
 * The same sound at 8,000 Hz. Each new sample is the mean of those that it stands for, which dampens what is too high for
 * the new rate.
 */
export function toTelephoneRate({ rate, samples }: Samples): Int16Array {
  if (rate === telephoneRate) return samples;
  const step = rate / telephoneRate;
  return Int16Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const part = samples.subarray(Math.floor(index * step), Math.floor((index + 1) * step));
    let sum = 0;
    for (const sample of part) sum += sample;
    return Math.round(sum / part.length);
  });
}

/** A WAV file of these samples: 16 bits, 8,000 Hz, one channel. */
export function writeWav(samples: Int16Array): Buffer {
  const file = Buffer.alloc(headerBytes + 2 * samples.length);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(pcm, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(telephoneRate, 24);
  file.writeUInt32LE(2 * telephoneRate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(2 * samples.length, 40);
  for (const [index, sample] of samples.entries()) file.writeInt16LE(sample, headerBytes + 2 * index);
  return file;
}
