import { browserSdp } from "./sdp";
import { VoiceMedia } from "./voice-media";
import { WireDevice } from "./wire";

/** A call as one of its devices has it. */
export interface VoiceCall {
  callsid: string;
  media: VoiceMedia;
}

/** An SDK device with sound and without a browser: signalling over a real socket, media by DTLS-SRTP. It speaks a tone of its own. */
export class VoiceClient {
  readonly #calls: VoiceCall[] = [];
  #made = 0;

  private constructor(
    readonly device: WireDevice,
    readonly hertz: number | undefined,
  ) {}

  /** A registered device. `hertz`: what it speaks; undefined: silence. */
  static async open(port: number, identity: string, hertz?: number): Promise<VoiceClient> {
    return new VoiceClient(await WireDevice.open(port, identity), hertz);
  }

  /** Calls, and waits until the call is answered. */
  async call(params: Record<string, string> = {}): Promise<VoiceCall> {
    const { media, offer } = await VoiceMedia.offering(this.hertz);
    this.#made += 1;
    const answered = this.device.next("answer");
    // Unique among the calls of a test, and no longer than those of the SDK.
    const temporarySid = `TJ-${this.device.identity.slice(-24)}-${this.#made}`;
    const call = this.#keep({ callsid: temporarySid, media });
    const twilio = { params: new URLSearchParams(params).toString() };
    this.device.send("invite", { callsid: call.callsid, sdp: offer, twilio });
    const { callsid, sdp } = await answered;
    call.callsid = callsid;
    await media.accept(sdp ?? "");
    return call;
  }

  /** Waits for a call. What is returned answers it. */
  async rings(): Promise<() => Promise<VoiceCall>> {
    const { callsid, sdp } = await this.device.next("invite");
    return async () => {
      const { media, answer } = await VoiceMedia.answering(sdp, this.hertz);
      const call = this.#keep({ callsid, media });
      this.device.send("answer", { callsid, sdp: answer });
      return call;
    };
  }

  /** Waits for a call and answers it at once. */
  async answers(): Promise<VoiceCall> {
    return (await this.rings())();
  }

  /** Asks for an ICE restart, as the SDK does. Resolves with the gateway's answer, and does not act on it: werift would lose its path. */
  async restartIce({ callsid }: VoiceCall): Promise<string> {
    const answered = this.device.next("answer");
    this.device.send("reinvite", { callsid, sdp: browserSdp("actpass") });
    return (await answered).sdp ?? "";
  }

  hangUp({ callsid }: VoiceCall): void {
    this.device.send("hangup", { callsid });
  }

  async close(): Promise<void> {
    this.device.close();
    for (const { media } of this.#calls.splice(0)) await media.close();
  }

  #keep(call: VoiceCall): VoiceCall {
    this.#calls.push(call);
    return call;
  }
}
