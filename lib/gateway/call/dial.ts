import type { Cancel } from "../base/clock";
import { type DialOutcome, type DialStatus, overall } from "../twiml/outcome";
import type { DialVerb } from "../twiml/verbs";
import { ChildCall, type ParentCall } from "./child-call";
import type { Acceptance, DeviceLeg } from "./device-leg";
import type { Exchange } from "./exchange";

/** Twilio lets phones ring this much longer than `timeout` says. */
const RINGING_GRACE_SECONDS = 5;

/** What a `<Dial>` needs of the call it runs in. */
export interface DialHost extends ParentCall {
  /** The caller as `client:` and the identity. */
  readonly from: string;
  /** Tells the caller that a device rings. */
  ringing(): void;
  /** Connects the caller with the device that answered. False when their media cannot be joined. */
  bridge(device: DeviceLeg, acceptance: Acceptance): boolean;
}

/** One `<Dial>`: rings all its clients at once; the first to answer is connected, the others are canceled. */
export class Dial {
  readonly #children: ChildCall[];
  #connected: ChildCall | undefined;
  #cancelTimer: Cancel = () => {};
  #finish: (outcome: DialOutcome) => void = () => {};

  constructor(
    readonly host: DialHost,
    readonly verb: DialVerb,
    readonly exchange: Exchange,
  ) {
    const from = verb.callerId ?? host.from;
    const events = {
      answered: (child: ChildCall, device: DeviceLeg, acceptance: Acceptance) =>
        this.#answered(child, device, acceptance),
      ended: () => this.#childEnded(),
    };
    this.#children = verb.clients.map((noun) => new ChildCall(host, noun, from, exchange, events));
  }

  /** Rings, connects and waits for the end. Never rejects. */
  run(): Promise<DialOutcome> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      const seconds = this.verb.timeout + RINGING_GRACE_SECONDS;
      this.#cancelTimer = this.exchange.clock.after(seconds * 1000, () => this.#endAll("no-answer"));
      for (const child of this.#children) child.start();
      if (this.#children.some((child) => child.state.kind === "ringing")) this.host.ringing();
      this.#childEnded();
    });
  }

  /** The caller has gone. Idempotent. */
  close(): void {
    this.#connected?.end("completed");
    this.#endAll("canceled");
  }

  #answered(child: ChildCall, device: DeviceLeg, acceptance: Acceptance): void {
    if (this.#connected || child.state.kind !== "ringing") return;
    if (!this.host.bridge(device, acceptance)) {
      child.end("failed");
      return;
    }
    this.#cancelTimer();
    this.#connected = child;
    child.connected(device);
    for (const other of this.#children) if (other !== child) other.end("canceled");
    this.#cancelTimer = this.exchange.clock.after(this.verb.timeLimit * 1000, () => {
      this.exchange.log(child.sid, `reached its timeLimit of ${this.verb.timeLimit} s`);
      child.end("completed");
    });
  }

  #childEnded(): void {
    const ended = this.#children.flatMap((child) => (child.state.kind === "ended" ? [child.state] : []));
    if (ended.length < this.#children.length) return;
    this.#cancelTimer();
    this.#finish({
      status: this.#connected ? "completed" : overall(ended.map(({ status }) => status)),
      sid: (this.#connected ?? this.#children[0])?.sid,
      // Whoever was not connected has none.
      seconds: Math.max(0, ...ended.map(({ seconds }) => seconds)),
      bridged: this.#connected !== undefined,
    });
  }

  #endAll(status: DialStatus): void {
    for (const child of this.#children) child.end(status);
  }
}
