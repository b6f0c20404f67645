import type { RecordingFacts } from "../twiml/outcome";
import type { Acceptance, DeviceLeg } from "./device-leg";

/** How a `<Dial>` reaches the person in whose call it runs. */
export interface DialSide {
  /** Tells the person that a device rings. */
  ringing(): void;
  /** The SDP for a device that is about to ring. */
  offerTo(device: DeviceLeg): string;
  /** Connects the person with the device that answered. False when their media cannot be connected. */
  bridge(device: DeviceLeg, acceptance: Acceptance): boolean;
  /** Lets the device that answered hear a document first. False when its media cannot be connected. */
  accept(device: DeviceLeg, acceptance: Acceptance): boolean;
  /** Calls `listener` when the person presses the star key. */
  onStar(listener: () => void): void;
  /** They hear each other no more. Idempotent. */
  unbridge(): void;
  /** What was recorded while they heard each other. */
  readonly recording: RecordingFacts | undefined;
}
