import {
  type RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtcpSrPacket,
  RtpHeader,
  usePCMU,
} from "werift";
import { SAMPLE_RATE } from "../audio/frame";
import { decodeMuLaw, encodeMuLaw } from "../audio/mulaw";
import { levelAt } from "./measure";
import { toneFrame } from "./sound";

const EVENT_TYPE = 101;
const KEYS = "0123456789*#ABCD";
/** Twenty minutes of frames. */
const MAX_FRAMES = 60_000;

const MAX_SENT = 50;

/** A tone counts as heard from this amplitude on. Those that are sent have 0.24, and the gateway's own about as much. */
export const AUDIBLE = 0.04;

/** The sound of an SDK device, without a browser: it speaks a tone, and keeps what it hears. */
export class VoiceMedia {
  /** What was heard, in the order of arrival. */
  readonly frames: Int16Array[] = [];
  /** The last packets that it has sent, encrypted. */
  readonly sent: Buffer[] = [];
  /** Packets that were lost on the way to it, by their numbers. */
  lost = 0;
  /** Packets that were lost on the way from it, as the other end's last report (RTCP) has it. */
  lostThere = 0;
  /** Called with each frame that is heard. */
  onFrame: (frame: Int16Array) => void = () => {};
  /** The tone that it speaks; undefined: silence. */
  hertz: number | undefined;
  readonly #pc: RTCPeerConnection;
  readonly #transport: RTCDtlsTransport;
  readonly #ssrc: number;
  #sequence = 1_000;
  #timestamp = 0;
  #frame = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(hertz: number | undefined) {
    this.hertz = hertz;
    this.#pc = new RTCPeerConnection({
      codecs: {
        audio: [
          // biome-ignore lint/correctness/useHookAtTopLevel: it makes the description of a codec, and is no hook of React.
          usePCMU(),
          new RTCRtpCodecParameters({
            mimeType: "audio/telephone-event",
            clockRate: SAMPLE_RATE,
            channels: 1,
            payloadType: EVENT_TYPE,
          }),
        ],
        video: [],
      },
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ["127.0.0.1"],
      iceFilterCandidatePair: ({ localCandidate, remoteCandidate }) =>
        localCandidate.host === "127.0.0.1" && remoteCandidate.host === "127.0.0.1",
    });
    const { sender } = this.#pc.addTransceiver("audio", { direction: "sendrecv" });
    this.#ssrc = sender.ssrc;
    this.#transport = sender.dtlsTransport;
  }

  /** The side that calls, with its offer. */
  static async offering(hertz?: number): Promise<{ media: VoiceMedia; offer: string }> {
    const media = new VoiceMedia(hertz);
    return { media, offer: await media.#offer() };
  }

  /** The side that is called, with its answer. */
  static async answering(offer: string, hertz?: number): Promise<{ media: VoiceMedia; answer: string }> {
    const media = new VoiceMedia(hertz);
    await media.#pc.setRemoteDescription({ type: "offer", sdp: offer });
    await media.#pc.setLocalDescription(await media.#pc.createAnswer());
    media.#start();
    return { media, answer: media.#pc.localDescription?.sdp ?? "" };
  }

  /** The answer to its offer has come. */
  async accept(answer: string): Promise<void> {
    await this.#pc.setRemoteDescription({ type: "answer", sdp: answer });
    this.#start();
  }

  /** What was heard in the last seconds. */
  last(seconds: number): Int16Array {
    const frames = this.frames.slice(-Math.round(seconds * 50));
    return Int16Array.from(frames.flatMap((frame) => [...frame]));
  }

  /** The amplitude of a tone in the last 300 ms. */
  level(hertz: number): number {
    return levelAt(this.last(0.3), hertz);
  }

  /** Resolves once it hears all these tones at the same time. Rejects after `seconds`. */
  async hears(hertz: number | readonly number[], seconds = 10): Promise<void> {
    const tones = [hertz].flat();
    await until(
      () => tones.every((tone) => this.level(tone) > AUDIBLE),
      seconds,
      () => `heard ${tones.map((tone) => `${this.level(tone).toFixed(3)} of ${tone} Hz`).join(", ")}`,
    );
  }

  /** Presses a key for 100 ms, as RFC 4733 has it: an event begins, goes on, and ends with three packets. */
  async press(key: string): Promise<void> {
    const code = KEYS.indexOf(key);
    const timestamp = this.#timestamp;
    for (const [index, end] of [false, false, false, false, true, true, true].entries()) {
      const duration = Math.min(index + 1, 5) * 160;
      const payload = Buffer.from([code, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff]);
      await this.#send(payload, { payloadType: EVENT_TYPE, timestamp, marker: index === 0 });
      await new Promise((resolve) => setTimeout(resolve, end ? 1 : 20));
    }
  }

  /** Sends any bytes on the path of its sound. */
  async inject(packet: Buffer): Promise<void> {
    await this.#transport.iceTransport.connection.send(packet).catch(() => {});
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pc.close();
  }

  async #offer(): Promise<string> {
    await this.#pc.setLocalDescription(await this.#pc.createOffer());
    return this.#pc.localDescription?.sdp ?? "";
  }

  #start(): void {
    if (this.#timer) return;
    let next: number | undefined;
    this.#transport.onRtp.subscribe(({ header, payload }) => {
      if (header.payloadType !== 0) return;
      if (next !== undefined) this.lost += (header.sequenceNumber - next) & 0x7fff;
      next = (header.sequenceNumber + 1) & 0xffff;
      const frame = decodeMuLaw(payload);
      this.frames.push(frame);
      if (this.frames.length > MAX_FRAMES) this.frames.shift();
      this.onFrame(frame);
    });
    this.#transport.onRtcp.subscribe((report) => {
      if (!(report instanceof RtcpSrPacket)) return;
      const about = report.reports.find(({ ssrc }) => ssrc === this.#ssrc);
      if (about) this.lostThere = about.packetsLost;
    });
    let due = performance.now();
    this.#timer = setInterval(() => {
      for (; due <= performance.now(); due += 20) this.#speak();
    }, 5);
  }

  #speak(): void {
    this.#frame += 1;
    this.#timestamp += 160;
    const frame = this.hertz === undefined ? new Int16Array(160) : toneFrame(this.#frame, this.hertz);
    void this.#send(encodeMuLaw(frame), { payloadType: 0, timestamp: this.#timestamp, marker: false });
  }

  async #send(
    payload: Buffer,
    fields: { payloadType: number; timestamp: number; marker: boolean },
  ): Promise<void> {
    if (this.#transport.state !== "connected") return;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const header = new RtpHeader({ ...fields, ssrc: this.#ssrc, sequenceNumber: this.#sequence });
    const packet = this.#transport.srtp.encrypt(payload, header);
    this.sent.push(packet);
    if (this.sent.length > MAX_SENT) this.sent.shift();
    await this.inject(packet);
  }
}

/** Resolves when a condition holds; rejects after so many seconds. `found`: what there is instead. */
export async function until(condition: () => boolean, seconds: number, found = () => ""): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${found()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
