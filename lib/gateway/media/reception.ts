import { RtcpReceiverInfo } from "werift";
import { SAMPLE_RATE } from "../audio/frame";

/** What a report block says of how packets arrived (RFC 3550, section 6.4.1). */
export interface ReceptionFigures {
  received: number;
  lost: number;
  /** In milliseconds. */
  jitterMs: number;
}

/** More packets in a row are not lost, and fewer come late: the sender counts anew (RFC 3550, A.1). */
const MAX_DROPOUT = 3_000;
const MAX_MISORDER = 100;

/** Counts how the packets of one source arrive, as RFC 3550 says in its appendices A.1, A.3 and A.8. */
export class Reception {
  #ssrc: number | undefined;
  #first = 0;
  #highest = 0;
  /** The sequence number that would follow one which does not fit; with it the sender has begun anew. */
  #expectedAnew: number | undefined;
  #received = 0;
  #jitter = 0;
  #transit: number | undefined;
  #timestamp: number | undefined;
  #expectedBefore = 0;
  #receivedBefore = 0;
  /** The middle of the last sender report's NTP time, and when it came (ms). */
  #lastReport: { ntpMiddle: number; at: number } | undefined;

  /** A packet has come. `nowMs`: by the clock; `timestamp`: in samples. */
  packet(ssrc: number, sequence: number, timestamp: number, nowMs: number): void {
    if (this.#ssrc !== ssrc) this.#begin(ssrc, sequence);
    let step = ((sequence - this.#highest) << 16) >> 16;
    if (step >= MAX_DROPOUT || step <= -MAX_MISORDER) {
      if (sequence !== this.#expectedAnew) {
        this.#expectedAnew = (sequence + 1) & 0xffff;
        return;
      }
      this.#begin(ssrc, sequence);
      step = 0;
    }
    this.#expectedAnew = undefined;
    this.#received += 1;
    this.#highest = Math.max(this.#highest, this.#highest + step);
    // The packets of one pressed key have one timestamp, and say nothing about the way of the next.
    if (timestamp === this.#timestamp) return;
    this.#timestamp = timestamp;
    // The arithmetic of 32 bits, since both sides wrap.
    const transit = (nowMs * (SAMPLE_RATE / 1_000) - timestamp) | 0;
    if (this.#transit !== undefined) {
      this.#jitter += (Math.abs((transit - this.#transit) | 0) - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  /** A sender report has come. */
  senderReport(ntpTimestamp: bigint, nowMs: number): void {
    this.#lastReport = { ntpMiddle: Number((ntpTimestamp >> 16n) & 0xffffffffn), at: nowMs };
  }

  get figures(): ReceptionFigures {
    const expected = this.#ssrc === undefined ? 0 : this.#highest - this.#first + 1;
    return {
      received: this.#received,
      lost: Math.max(0, expected - this.#received),
      jitterMs: this.#jitter / (SAMPLE_RATE / 1_000),
    };
  }

  /** The block for the next report; undefined: nothing has come. */
  report(nowMs: number): RtcpReceiverInfo | undefined {
    if (this.#ssrc === undefined) return undefined;
    const expected = this.#highest - this.#first + 1;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const last = this.#lastReport;
    return new RtcpReceiverInfo({
      ssrc: this.#ssrc,
      fractionLost:
        expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, Math.floor((lostNow * 256) / expectedNow)),
      packetsLost: Math.min(0x7fffff, this.figures.lost),
      highestSequence: this.#highest >>> 0,
      jitter: Math.floor(this.#jitter),
      lsr: last?.ntpMiddle ?? 0,
      dlsr: last ? Math.max(0, Math.round(((nowMs - last.at) * 65_536) / 1_000)) : 0,
    });
  }

  #begin(ssrc: number, sequence: number): void {
    this.#ssrc = ssrc;
    this.#first = sequence;
    this.#highest = sequence;
    this.#received = 0;
    this.#jitter = 0;
    this.#transit = undefined;
    this.#timestamp = undefined;
    this.#lastReport = undefined;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
  }
}
