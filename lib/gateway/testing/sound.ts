import { FRAME_SAMPLES, type Frame, SAMPLE_RATE } from "../audio/frame";

/** A frame of a tone, the `index`th of it: no frame of a tone below 4,000 Hz is like the next by chance. */
export function toneFrame(index: number, hertz = 440, amplitude = 8_000): Frame {
  return Int16Array.from({ length: FRAME_SAMPLES }, (_, sample) => {
    const seconds = (index * FRAME_SAMPLES + sample) / SAMPLE_RATE;
    return Math.round(amplitude * Math.sin(2 * Math.PI * hertz * seconds));
  });
}

/** The frames `from` to `to` (exclusive) of a tone as one sound. */
export function toneSamples(from: number, to: number, hertz = 440): number[] {
  return Array.from({ length: to - from }, (_, index) => [...toneFrame(from + index, hertz)]).flat();
}

/** A WAV file, taken apart by the rules of RIFF and not by the code that wrote it. Throws when it is none. */
export interface ReadWav {
  channels: number;
  sampleRate: number;
  bits: number;
  /** The samples of each channel. */
  samples: number[][];
}

/** Takes a WAV file apart. Throws when a length in it does not fit the file. */
export function readWav(file: Buffer): ReadWav {
  if (file.toString("latin1", 0, 4) !== "RIFF" || file.toString("latin1", 8, 12) !== "WAVE") {
    throw new Error("not a WAV file");
  }
  if (file.readUInt32LE(4) !== file.length - 8) throw new Error("the length of the RIFF chunk is wrong");
  let format: Buffer | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString("latin1", at, at + 4);
    const body = file.subarray(at + 8, at + 8 + file.readUInt32LE(at + 4));
    at += 8 + body.length;
    if (name === "fmt ") format = body;
    if (name !== "data") continue;
    if (!format || at !== file.length) throw new Error("the data chunk does not end with the file");
    const channels = format.readUInt16LE(2);
    const values = Array.from({ length: body.length / 2 }, (_, index) => body.readInt16LE(index * 2));
    return {
      channels,
      sampleRate: format.readUInt32LE(4),
      bits: format.readUInt16LE(14),
      samples: Array.from({ length: channels }, (_, channel) =>
        values.filter((_value, index) => index % channels === channel),
      ),
    };
  }
  throw new Error("no data chunk");
}
