/** A tone for a WAV file. An amplitude of 0 is silence. */
export interface Tone {
  seconds: number;
  hertz?: number;
  /** Of 32,767. */
  amplitude?: number;
}

const RATE = 48_000;
const BYTES_PER_SAMPLE = 2;

/** The bytes of a WAV file with a steady tone: one channel, 48 kHz, 16 bit. */
export function wav({ seconds, hertz = 440, amplitude = 12_000 }: Tone): Buffer {
  const count = Math.round(seconds * RATE);
  const samples = Buffer.alloc(count * BYTES_PER_SAMPLE);
  for (let n = 0; n < count; n += 1) {
    const value = Math.round(amplitude * Math.sin((2 * Math.PI * hertz * n) / RATE));
    samples.writeInt16LE(value, n * BYTES_PER_SAMPLE);
  }
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
