import type { Clock } from "../base/clock";
import type { Log } from "../base/log";
import type { MediaCertificate } from "./certificate";
import type { MediaLeg } from "./media-leg";
import { Ticker } from "./ticker";
import { VoiceEnd } from "./voice-end";

/** Makes the gateway's end of a leg's sound. All ends have one certificate, and one ticker drives them. */
export class Voices {
  readonly ticker: Ticker;

  constructor(readonly options: { certificate: MediaCertificate; clock: Clock; log: Log }) {
    this.ticker = new Ticker(options.clock, options.log);
  }

  /** The caller closes it. `about`: what its log lines are about. */
  open(leg: MediaLeg, about: string): VoiceEnd {
    return new VoiceEnd({ ...this.options, leg, about, ticker: this.ticker });
  }

  /** Nothing is heard or said any more. Idempotent. */
  close(): void {
    this.ticker.close();
  }
}
