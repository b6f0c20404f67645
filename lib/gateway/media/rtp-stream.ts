import { randomBytes } from "node:crypto";
import {
  type RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSrPacket,
  RtpHeader,
  RtpPacket,
} from "werift";
import { FRAME_SAMPLES } from "../audio/frame";
import { PCMU } from "./voice-sdp";

/** Seconds from 1900, where NTP counts from, to 1970. */
const NTP_EPOCH_SECONDS = 2_208_988_800n;

/** The packets that the gateway sends to one browser: numbered and timed as RFC 3550 says, from random beginnings. */
export class RtpStream {
  readonly ssrc = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #timestamp = randomBytes(4).readUInt32BE();
  #packets = 0;
  #octets = 0;

  /** Packets sent so far. */
  get packets(): number {
    return this.#packets;
  }

  /** The packet of the next 20 ms. The marker is on the first alone: no silence is left out after it (RFC 3551, section 4.1). */
  next(payload: Buffer): RtpPacket {
    const header = new RtpHeader({
      ssrc: this.ssrc,
      payloadType: PCMU,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp,
      marker: this.#packets === 0,
    });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.skip();
    this.#packets += 1;
    this.#octets += payload.length;
    return new RtpPacket(header, payload);
  }

  /** Twenty milliseconds pass in which nothing is sent. */
  skip(): void {
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
  }

  /** A compound report: of what was sent, and of how the browser's packets came. */
  report(nowMs: number, reception: RtcpReceiverInfo | undefined): Buffer {
    const reports = reception ? [reception] : [];
    const about =
      this.#packets === 0
        ? new RtcpRrPacket({ ssrc: this.ssrc, reports })
        : new RtcpSrPacket({ ssrc: this.ssrc, senderInfo: this.#senderInfo(nowMs), reports });
    // RFC 3550, section 6.1: every compound packet names its sender.
    return Buffer.concat([about.serialize(), sourceDescription(this.ssrc)]);
  }

  #senderInfo(nowMs: number): RtcpSenderInfo {
    const whole = Math.floor(nowMs / 1_000);
    const fraction = BigInt(Math.floor(((nowMs - whole * 1_000) / 1_000) * 2 ** 32));
    return new RtcpSenderInfo({
      ntpTimestamp: ((BigInt(whole) + NTP_EPOCH_SECONDS) << 32n) | fraction,
      rtpTimestamp: this.#timestamp,
      packetCount: this.#packets >>> 0,
      octetCount: this.#octets >>> 0,
    });
  }
}

/** One chunk with the CNAME that the SDP names too (RFC 3550, section 6.5). */
function sourceDescription(ssrc: number): Buffer {
  const text = Buffer.from("gateway");
  // The items end with at least one zero, at a multiple of four bytes.
  const chunk = Buffer.alloc(Math.ceil((4 + 2 + text.length + 1) / 4) * 4);
  chunk.writeUInt32BE(ssrc, 0);
  chunk[4] = 1;
  chunk[5] = text.length;
  text.copy(chunk, 6);
  const header = Buffer.from([0x81, 202, 0, chunk.length / 4]);
  return Buffer.concat([header, chunk]);
}
