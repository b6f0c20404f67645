import { type RtcpPacket, RtcpPacketConverter, RtcpSrPacket, RtpPacket } from "werift";
import { type AudioSource, FRAME_SAMPLES, type Frame, SILENCE } from "../audio/frame";
import { Player } from "../audio/mix";
import { decodeMuLaw, encodeMuLaw } from "../audio/mulaw";
import { keyTones } from "../audio/tone";
import type { Cancel, Clock } from "../base/clock";
import type { Log } from "../base/log";
import type { MediaCertificate } from "./certificate";
import type { MediaLeg } from "./media-leg";
import { Playout } from "./playout";
import { Reception, type ReceptionFigures } from "./reception";
import { RtpStream } from "./rtp-stream";
import { SecureEnd } from "./secure-end";
import { TelephoneEvents } from "./telephone-events";
import type { Ticked, Ticker } from "./ticker";
import type { Voice } from "./voice";
import { PCMU, type RemoteEnd, remoteEnd, voiceAnswer, voiceOffer } from "./voice-sdp";

/** The parts that all ends share. */
export interface VoiceEndOptions {
  leg: MediaLeg;
  certificate: MediaCertificate;
  ticker: Ticker;
  clock: Clock;
  log: Log;
  /** What the log lines are about. */
  about: string;
}

/** Often enough for the SDK, which looks at the round trip once a second. */
const REPORT_MS = 1_000;

/** A browser whose media has not come by then is spoken to all the same, so that the call goes on. */
const PATIENCE_MS = 5_000;

/** In bytes: 200 ms of sound. No browser sends longer packets. */
const MAX_PAYLOAD = 1_600;

/** The gateway's end of one browser's sound: DTLS-SRTP, PCMU, and what is heard and spoken there. */
export class VoiceEnd implements Voice, Ticked {
  output: AudioSource | undefined;
  #mic: Frame = SILENCE;
  #heard: Frame = SILENCE;
  #remote: RemoteEnd | undefined;
  readonly #secure: SecureEnd;
  readonly #stream = new RtpStream();
  readonly #playout = new Playout();
  readonly #reception = new Reception();
  readonly #events = new TelephoneEvents();
  readonly #taps = new Set<() => void>();
  readonly #listeners = new Set<(digit: string) => void>();
  /** When the browser's SDP came. Before that it rings, or has not been answered. */
  #acceptedAt: number | undefined;
  /** The tone of a key: browsers send telephone events in its place. */
  #keyTone: Player | undefined;
  #reportAt = 0;
  #closed = false;

  constructor(readonly options: VoiceEndOptions) {
    const { leg, certificate, log, about } = options;
    this.#secure = new SecureEnd({
      leg,
      certificate,
      fingerprint: undefined,
      log,
      about,
      events: {
        opened: () => log(about, "hears the gateway"),
        rtp: (packet) => this.#receive(packet),
        rtcp: (packet) => this.#receiveReport(packet),
      },
    });
    options.ticker.add(this);
  }

  get mic(): Frame {
    return this.#mic;
  }

  get heard(): Frame {
    return this.#heard;
  }

  /** Whether the browser can hear: the keys are there. */
  get isOpen(): boolean {
    return this.#secure.isOpen;
  }

  /** How the browser's packets came, and how many were sent to it. */
  get figures(): ReceptionFigures & { sent: number } {
    return { ...this.#reception.figures, sent: this.#stream.packets };
  }

  /** The gateway's offer. */
  offer(): string {
    return voiceOffer(this.#identity);
  }

  /**
   * The gateway's answer to the browser's offer.
   *
   * @throws Error when the offer has no PCMU, or no fingerprint
   */
  answer(offer: string): string {
    const answer = voiceAnswer(offer, this.#identity);
    this.accept(offer);
    return answer;
  }

  /**
   * Takes the browser's SDP, which says whose certificate is the right one.
   *
   * @throws Error when it has no fingerprint
   */
  accept(sdp: string): void {
    this.#remote = remoteEnd(sdp);
    this.#acceptedAt ??= this.options.clock.now();
    this.#secure.trust(this.#remote.fingerprint);
  }

  tap(tap: () => void): Cancel {
    this.#taps.add(tap);
    return () => this.#taps.delete(tap);
  }

  onDigit(listener: (digit: string) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A key is pressed: one that came as a telephone event, or over signalling. Those who hear the person hear its tone. */
  press(digit: string): void {
    this.#keyTone = new Player(keyTones(digit), 1);
    for (const listener of [...this.#listeners]) listener(digit);
  }

  take(): void {
    const frame = this.#playout.read();
    this.#mic = this.#keyTone?.read() ?? frame;
  }

  give(): void {
    // What is said before the browser hears would be lost.
    if (!this.isOpen && !this.#isLate) return;
    const frame = this.output?.read() ?? SILENCE;
    this.#heard = frame.length === FRAME_SAMPLES ? frame : SILENCE;
    if (this.isOpen) this.#secure.sendRtp(this.#stream.next(encodeMuLaw(this.#heard)));
    else this.#stream.skip();
    this.#report();
  }

  told(): void {
    for (const tap of [...this.#taps]) tap();
  }

  /** Hears and says nothing more. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.options.ticker.remove(this);
    this.#secure.close();
    this.#taps.clear();
    this.#listeners.clear();
    this.output = undefined;
    this.#mic = SILENCE;
    this.#heard = SILENCE;
  }

  get #isLate(): boolean {
    const { clock } = this.options;
    return this.#acceptedAt !== undefined && clock.now() - this.#acceptedAt > PATIENCE_MS;
  }

  get #identity() {
    return { fingerprint: this.options.certificate.fingerprint, ssrc: this.#stream.ssrc };
  }

  #receive(packet: Buffer): void {
    const { header, payload } = RtpPacket.deSerialize(packet);
    const { ssrc, sequenceNumber, timestamp, payloadType } = header;
    this.#reception.packet(ssrc, sequenceNumber, timestamp, this.options.clock.now());
    if (payloadType === PCMU) {
      if (payload.length <= MAX_PAYLOAD) this.#playout.write(timestamp, decodeMuLaw(payload));
    } else if (payloadType === this.#remote?.eventType) {
      const digit = this.#events.read(timestamp, payload);
      if (digit !== undefined) this.press(digit);
    }
  }

  #receiveReport(packet: Buffer): void {
    const reports: RtcpPacket[] = RtcpPacketConverter.deSerialize(packet);
    for (const report of reports) {
      if (!(report instanceof RtcpSrPacket)) continue;
      this.#reception.senderReport(report.senderInfo.ntpTimestamp, this.options.clock.now());
    }
  }

  #report(): void {
    const now = this.options.clock.now();
    if (!this.isOpen || now < this.#reportAt) return;
    this.#reportAt = now + REPORT_MS;
    this.#secure.sendRtcp(this.#stream.report(now, this.#reception.report(now)));
  }
}
