import { reason } from "../base/log";
import type { Acceptance, DeviceLeg } from "./device-leg";
import type { DialSide } from "./dial-side";
import type { Exchange } from "./exchange";

/** The caller's call, as far as its sound is relayed. */
export interface RelayedCall {
  readonly exchange: Exchange;
  /** The caller's SDP. */
  readonly offer: string;
  readonly leg: DeviceLeg;
  log(message: string): void;
  ringing(): void;
  /** The two are connected from now on. */
  answered(by: "relayed"): void;
}

/** The caller's side of a `<Dial>` whose sound goes from browser to browser: the gateway passes it on, unread. */
export class RelayedSide implements DialSide {
  constructor(readonly call: RelayedCall) {}

  ringing(): void {
    this.call.ringing();
  }

  offerTo(device: DeviceLeg): string {
    return device.describe(this.call.offer);
  }

  bridge(device: DeviceLeg, { sdp, as }: Acceptance): boolean {
    const { call } = this;
    try {
      // When a device took the call over, both sides have made offers. Each is passed on as the other's answer, and
      // an answer must choose who opens DTLS.
      const forCaller = call.leg.describe(sdp, as === "offer" ? "active" : undefined);
      const forDevice = as === "offer" ? device.describe(call.offer, "passive") : undefined;
      call.exchange.relay.bridge(call.leg.media, device.media);
      call.answered("relayed");
      call.leg.connect(forCaller);
      device.connect(forDevice);
    } catch (error) {
      call.log(`cannot connect media: ${reason(error)}`);
      return false;
    }
    return true;
  }

  /** A `<Client url>` makes the sound of a call end at the gateway, so this is never asked of a relayed one. */
  accept(): boolean {
    return false;
  }

  /** Keys go from browser to browser as well. */
  onStar(): void {}

  /** The call ends with the `<Dial>`, and its legs with it. */
  unbridge(): void {}

  get recording(): undefined {
    return undefined;
  }
}
