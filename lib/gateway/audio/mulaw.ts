/**
 * µ-law of ITU-T G.711, the code of PCMU: one byte a sample. The code has 14 bits of resolution; its values are scaled to
 * 16 bits, as in the ITU's own software (G.191, `ulaw_compress` and `ulaw_expand`).
 */

/** What G.711 adds to a magnitude (14 bits), so that each segment begins at a power of two. */
const BIAS = 33;
/** The greatest magnitude with its bias. What is louder gets the code of the loudest. */
const LOUDEST = 0x1fff;

const EXPANDED = Int16Array.from({ length: 256 }, (_, code) => expand(code));
const COMPRESSED = Uint8Array.from({ length: 65_536 }, (_, bits) => compress((bits << 16) >> 16));

/** The samples of a payload of PCMU: one for each byte, 16-bit signed. */
export function decodeMuLaw(payload: Uint8Array): Int16Array {
  const samples = new Int16Array(payload.length);
  for (let at = 0; at < payload.length; at++) samples[at] = EXPANDED[payload[at] as number] as number;
  return samples;
}

/** The payload of PCMU for samples of 16 bits: one byte for each. */
export function encodeMuLaw(frame: Int16Array): Buffer {
  const payload = Buffer.allocUnsafe(frame.length);
  for (let at = 0; at < frame.length; at++) {
    payload[at] = COMPRESSED[(frame[at] as number) & 0xffff] as number;
  }
  return payload;
}

/** The bits of a code are inverted: a sign, three bits of segment, four of the place in the segment. */
function expand(code: number): number {
  const bits = ~code & 0xff;
  const segment = (bits >> 4) & 7;
  const magnitude = ((((bits & 0xf) << 1) + BIAS) << segment) - BIAS;
  return bits & 0x80 ? -4 * magnitude : 4 * magnitude;
}

function compress(sample: number): number {
  const magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + BIAS, LOUDEST);
  // The highest bit of a biased magnitude is bit 5 in segment 0, and bit 12 in segment 7.
  const segment = 31 - Math.clz32(magnitude) - 5;
  const place = (magnitude >> (segment + 1)) & 0xf;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | place) & 0xff;
}
