import type { ProgressEvent } from "../twiml/verbs";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import type { Exchange } from "./exchange";
import { progressParams } from "./params";

/** Where the progress of a call is reported, and what of it. */
export interface ProgressTarget {
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ProgressEvent>;
}

/** The reports of one call's progress, numbered from 0. */
export class ProgressReports {
  /** Undefined: nobody is told. */
  statusCallback: Target | undefined;
  readonly #events: ReadonlySet<ProgressEvent>;
  #sequence = 0;

  constructor(
    readonly exchange: Pick<Exchange, "clock" | "webhooks">,
    readonly callSid: string,
    { statusCallback, statusCallbackEvents }: ProgressTarget,
  ) {
    this.statusCallback = statusCallback;
    this.#events = statusCallbackEvents;
  }

  /** Reports an event, if it is among those that were asked for. */
  report(event: ProgressEvent, call: () => FormParams, more: FormParams): void {
    if (!this.statusCallback || !this.#events.has(event)) return;
    const { clock, webhooks } = this.exchange;
    const params = [...call(), ...progressParams(clock.now(), this.#sequence), ...more];
    webhooks.report(this.statusCallback, params, this.callSid);
    this.#sequence += 1;
  }
}
