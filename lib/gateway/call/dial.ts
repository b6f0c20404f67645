import type { Cancel } from "../base/clock";
import { type DialOutcome, type DialStatus, overall } from "../twiml/outcome";
import type { DialVerb } from "../twiml/verbs";
import { ChildCall, type ParentCall } from "./child-call";
import type { Acceptance, DeviceLeg } from "./device-leg";
import type { Exchange } from "./exchange";

/** Twilio lets phones ring this much longer than `timeout`. */
const RINGING_GRACE_SECONDS = 5;

/** What a `<Dial>` needs of the call it runs in. */
export interface DialHost extends ParentCall {
  /** `client:` and the identity of the caller. */
  readonly from: string;
  /** Tells the caller that a device rings. */
  ringing(): void;
  /** Connects the caller with the device that answered. False when their media cannot be connected. */
  bridge(device: DeviceLeg, acceptance: Acceptance): boolean;
}

/** One `<Dial>`. It rings all its clients at once, connects the first that answers and cancels the others. */
export class Dial {
  readonly #children: ChildCall[];
  #connected: ChildCall | undefined;
  #cancelTimer: Cancel = () => {};
  #resolve: (outcome: DialOutcome) => void = () => {};

  constructor(
    readonly host: DialHost,
    readonly verb: DialVerb,
    readonly exchange: Exchange,
  ) {
    const from = verb.callerId ?? host.from;
    const events = {
      answered: (child: ChildCall, device: DeviceLeg, acceptance: Acceptance) =>
        this.#answered(child, device, acceptance),
      closed: () => this.#childClosed(),
    };
    this.#children = verb.clients.map((noun) => new ChildCall(host, noun, from, exchange, events));
  }

  /** Rings the clients. Resolves when all their calls have ended. Never rejects. */
  run(): Promise<DialOutcome> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      const seconds = this.verb.timeout + RINGING_GRACE_SECONDS;
      this.#cancelTimer = this.exchange.clock.after(seconds * 1000, () => this.#closeAll("no-answer"));
      for (const child of this.#children) child.start();
      if (this.#children.some((child) => child.state.kind === "ringing")) this.host.ringing();
      this.#childClosed();
    });
  }

  /** Ends the calls to all clients. Idempotent. */
  close(): void {
    this.#connected?.close("completed");
    this.#closeAll("canceled");
  }

  #answered(child: ChildCall, device: DeviceLeg, acceptance: Acceptance): void {
    if (this.#connected || child.state.kind !== "ringing") return;
    if (!this.host.bridge(device, acceptance)) {
      child.close("failed");
      return;
    }
    this.#cancelTimer();
    this.#connected = child;
    child.connected(device);
    for (const other of this.#children) if (other !== child) other.close("canceled");
    this.#cancelTimer = this.exchange.clock.after(this.verb.timeLimit * 1000, () => {
      this.exchange.log(child.sid, `reached its timeLimit of ${this.verb.timeLimit} s`);
      child.close("completed");
    });
  }

  #childClosed(): void {
    const closed = this.#children.flatMap((child) => (child.state.kind === "closed" ? [child.state] : []));
    if (closed.length < this.#children.length) return;
    this.#cancelTimer();
    this.#resolve({
      status: this.#connected ? "completed" : overall(closed.map(({ status }) => status)),
      sid: (this.#connected ?? this.#children[0])?.sid,
      // Only the connected child has a duration.
      seconds: Math.max(0, ...closed.map(({ seconds }) => seconds)),
      bridged: this.#connected !== undefined,
    });
  }

  #closeAll(status: DialStatus): void {
    for (const child of this.#children) child.close(status);
  }
}
