/** A-law of ITU-T G.711, which WAV files may contain. Nothing in the gateway speaks it. */

const EXPANDED = Int16Array.from({ length: 256 }, (_, code) => expand(code));

/** The samples of A-law: one for each byte, 16-bit signed (G.191, `alaw_expand`). */
export function decodeALaw(payload: Uint8Array): Int16Array {
  return Int16Array.from(payload, (code) => EXPANDED[code] as number);
}

/** Every second bit of a code is inverted. A set sign bit means positive. */
function expand(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const place = ((bits & 0xf) << 4) + 8;
  const magnitude = segment === 0 ? place : (place + 0x100) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}
