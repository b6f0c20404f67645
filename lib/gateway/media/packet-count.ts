/** What has come or gone in one direction. */
export interface PacketFigures {
  packets: number;
  bytes: number;
  /** Packets that are missing between the first and the last, so far as their sequence numbers tell. */
  lost: number;
}

/** The fixed header of an RTP packet (RFC 3550, 5.1). */
const HEADER_BYTES = 12;

/**
 * Counts the RTP packets of one direction. The header of SRTP is not encrypted (RFC 3711, 3.1), so this needs no keys.
 * DTLS, RTCP and STUN do not count.
 */
export class PacketCount {
  #packets = 0;
  #bytes = 0;
  /** Lost packets of earlier sources. */
  #lostBefore = 0;
  #source: { ssrc: number; first: number; highest: number; packets: number } | undefined;

  /** Takes any packet. Never throws. */
  take(packet: Buffer): void {
    if (!isRtp(packet)) return;
    this.#packets += 1;
    this.#bytes += packet.length;
    const sequence = packet.readUInt16BE(2);
    const ssrc = packet.readUInt32BE(8);
    if (this.#source?.ssrc !== ssrc) {
      this.#lostBefore = this.figures.lost;
      this.#source = { ssrc, first: sequence, highest: sequence, packets: 1 };
      return;
    }
    this.#source.packets += 1;
    // Numbers have 16 bits and wrap around: the shorter way decides whether a packet is newer or late (RFC 3550, A.1).
    const ahead = (sequence - this.#source.highest) & 0xffff;
    if (ahead < 0x8000) this.#source.highest += ahead;
  }

  /** The figures so far. A late packet counts as lost until it comes. */
  get figures(): PacketFigures {
    const source = this.#source;
    const missing = source ? source.highest - source.first + 1 - source.packets : 0;
    return {
      packets: this.#packets,
      bytes: this.#bytes,
      lost: this.#lostBefore + Math.max(0, missing),
    };
  }
}

/** Tells RTP from DTLS and STUN by the first byte, and from RTCP by the second (RFC 7983, RFC 5761). */
function isRtp(packet: Buffer): boolean {
  if (packet.length < HEADER_BYTES) return false;
  const [first = 0, second = 0] = packet;
  return first >= 128 && first <= 191 && !(second >= 192 && second <= 223);
}
