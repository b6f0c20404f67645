import type { Call } from "./call";
import { party } from "./format";
import type { Model } from "./model";

/** Whose call it is: who calls the application, or whom the application or another call calls. */
export function person({ direction, from, to }: Call): string {
  return party(direction === "inbound" ? from : to) || "somebody";
}

/** Whose call has this sid. */
export function personOf(model: Model, callSid: string): string {
  const call = model.call(callSid);
  return call ? person(call) : "somebody";
}
