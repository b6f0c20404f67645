// werift is a whole WebRTC stack without a narrower entry point. The ciphers of its SRTP are used here.
import type { SrtcpSession, SrtpSession } from "werift";
import { ReplayWindow } from "./replay-window";

const SEQUENCES = 0x1_0000;
const TAG_BYTES = 10;
/** The index of SRTCP, before the tag: 31 bits after the one that says "encrypted". */
const RTCP_INDEX_BYTES = 4;
/** A browser has one source for its sound, and a new one at most for each track it puts in its place. */
const MAX_SOURCES = 32;

/**
 * Decrypts what one browser sends, as RFC 3711 says: it counts how often the sequence number has wrapped (section 3.3.1), and takes
 * no packet twice (3.3.2). werift does neither after a loss of more than a hundred packets.
 */
export class SrtpReceiver {
  readonly #rtpSources = new Map<number, ReplayWindow>();
  readonly #rtcpSources = new Map<number, ReplayWindow>();

  constructor(
    readonly srtp: SrtpSession,
    readonly srtcp: SrtcpSession,
  ) {}

  /**
   * The RTP packet, or undefined when it has come before.
   *
   * @throws Error when it is malformed, or was not made with the keys
   */
  rtp(packet: Buffer): Buffer | undefined {
    const ssrc = packet.readUInt32BE(8);
    const window = this.#rtpSources.get(ssrc) ?? new ReplayWindow();
    const index = indexOf(packet.readUInt16BE(2), window.highest);
    if (index < 0 || !window.isNew(index)) return undefined;
    const [plain] = this.srtp.remoteContext.cipher.decryptRtp(packet, Math.floor(index / SEQUENCES));
    window.add(index);
    remember(this.#rtpSources, ssrc, window);
    return plain;
  }

  /**
   * The compound RTCP packet, or undefined when it has come before.
   *
   * @throws as `rtp`
   */
  rtcp(packet: Buffer): Buffer | undefined {
    const plain = this.srtcp.decrypt(packet);
    const ssrc = packet.readUInt32BE(4);
    const index = packet.readUInt32BE(packet.length - TAG_BYTES - RTCP_INDEX_BYTES) & 0x7fff_ffff;
    const window = this.#rtcpSources.get(ssrc) ?? new ReplayWindow();
    if (!window.isNew(index)) return undefined;
    window.add(index);
    remember(this.#rtcpSources, ssrc, window);
    return plain;
  }
}

/** The packet's index, of those with its sequence number the one nearest to the highest so far. */
function indexOf(sequence: number, highest: number): number {
  if (highest < 0) return sequence;
  return highest + (((sequence - highest) << 16) >> 16);
}

function remember(sources: Map<number, ReplayWindow>, ssrc: number, window: ReplayWindow): void {
  if (sources.has(ssrc)) return;
  sources.set(ssrc, window);
  const [oldest] = sources.keys();
  if (sources.size > MAX_SOURCES && oldest !== undefined) sources.delete(oldest);
}
