import { SAMPLE_RATE } from "./frame";
import { PCM } from "./wav-samples";

/** The length of the header that `wavHeader` gives. */
export const WAV_HEADER_BYTES = 44;

const BYTES_PER_SAMPLE = 2;

/** The bytes of one moment of sound: a sample for each channel. */
export function blockBytes(channels: 1 | 2): number {
  return channels * BYTES_PER_SAMPLE;
}

/** How long (s) so many bytes of sound last. */
export function secondsOf(dataBytes: number, channels: 1 | 2): number {
  return dataBytes / blockBytes(channels) / SAMPLE_RATE;
}

/**
 * The header of a WAV file: PCM of 16 bits, 8,000 samples a second for each channel. `dataBytes` bytes of samples follow, in
 * little-endian order, those of the channels in turn.
 */
export function wavHeader(channels: 1 | 2, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * blockBytes(channels), 28);
  header.writeUInt16LE(blockBytes(channels), 32);
  header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
