import { randomBytes } from "node:crypto";

/** First bytes of DTLS records, of RTP and of RTCP (RFC 7983). */
const FIRST_BYTES = [20, 21, 22, 23, 24, 63, 128, 129, 144, 191];
const RECORD_HEADER_BYTES = 13;

/** The `n`th of many packets that are wrong: random bytes that look like DTLS, SRTP or SRTCP, or one of `real` with changes. */
export function garbage(real: readonly Buffer[], n: number): Buffer {
  const template = real[n % Math.max(1, real.length)];
  if (template && n % 3 !== 0) {
    const packet = Buffer.from(template);
    for (const at of randomBytes(1 + (n % 4))) packet[at % packet.length] = randomBytes(1)[0] ?? 0;
    return n % 7 === 0 ? packet.subarray(0, n % packet.length) : packet;
  }
  const packet = randomBytes(1 + (n % 1_200));
  packet[0] = FIRST_BYTES[n % FIRST_BYTES.length] ?? 22;
  if (packet.length > RECORD_HEADER_BYTES && (packet[0] ?? 0) < 64) {
    packet.writeUInt16BE(n % 2, 3);
    packet.writeUInt16BE(packet.length - RECORD_HEADER_BYTES, 11);
  }
  return packet;
}
