import type { Cancel } from "../base/clock";
import { reason } from "../base/log";
import { patch } from "../media/patch";
import type { Voice } from "../media/voice";
import type { Recording } from "../recording/recording";
import type { RecordingFacts } from "../twiml/outcome";
import type { DialRecording } from "../twiml/verbs";
import { CallRecorders } from "./call-recorders";
import type { Acceptance, DeviceLeg } from "./device-leg";
import type { DialSide } from "./dial-side";
import { recordingOutcome } from "./recording-report";
import type { ScriptCall } from "./script-call";
import { repeated } from "./speech";

/** The caller's side of a `<Dial>` whose sound ends at the gateway. */
export class VoicedSide implements DialSide {
  #unpatch: Cancel = () => {};
  readonly #recorders: CallRecorders;
  #recording: Recording | undefined;

  constructor(
    readonly call: ScriptCall,
    readonly plan: DialRecording | undefined,
  ) {
    this.#recorders = new CallRecorders(call);
  }

  get recording(): RecordingFacts | undefined {
    return this.#recording && recordingOutcome(this.call.exchange, this.#recording.facts());
  }

  ringing(): void {
    const { call } = this;
    if (!call.isAnswered) {
      call.ringing();
      return;
    }
    const voice = call.pickUp();
    if (this.plan?.from === "ringing") this.#record(voice);
    const ringback = repeated(call.exchange.sounds.ringback);
    voice.output = ringback;
    this.#unpatch = () => {
      if (voice.output === ringback) voice.output = undefined;
    };
  }

  offerTo(device: DeviceLeg): string {
    return device.offerVoice();
  }

  accept(device: DeviceLeg, acceptance: Acceptance): boolean {
    try {
      device.connect(device.acceptVoice(acceptance));
    } catch (error) {
      this.call.log(`cannot connect media: ${reason(error)}`);
      return false;
    }
    return true;
  }

  bridge(device: DeviceLeg, acceptance: Acceptance): boolean {
    // A device that has heard a document before is connected already.
    if (device.state.kind === "pending" && !this.accept(device, acceptance)) return false;
    try {
      const voice = this.call.pickUp();
      this.#unpatch();
      this.#unpatch = patch(voice, device.voice);
      this.#record(voice);
    } catch (error) {
      this.call.log(`cannot connect media: ${reason(error)}`);
      return false;
    }
    return true;
  }

  onStar(listener: () => void): void {
    const cancel = this.call.pickUp().onDigit((digit) => {
      if (digit === "*") listener();
    });
    const unpatch = this.#unpatch;
    this.#unpatch = () => {
      cancel();
      unpatch();
    };
  }

  unbridge(): void {
    this.#unpatch();
    this.#unpatch = () => {};
    this.#recorders.close();
  }

  #record(voice: Voice): void {
    if (!this.plan || this.#recording) return;
    this.#recording = this.#recorders.start(voice, { ...this.plan, source: "DialVerb" });
  }
}
