import { secondsSince } from "../base/clock";
import { newSid } from "../base/sid";
import type { SignallingSession } from "../signalling/signalling-session";
import type { DialStatus } from "../twiml/outcome";
import type { ClientNoun, ProgressEvent } from "../twiml/verbs";
import type { FormParams } from "../webhook/signature";
import type { CallFacts, RecordedCall } from "./call-records";
import { type Acceptance, DeviceLeg } from "./device-leg";
import type { Exchange } from "./exchange";
import { API_VERSION, childParams, progressParams } from "./params";

type ChildState =
  | { kind: "ringing"; devices: ReadonlySet<DeviceLeg> }
  | { kind: "connected"; device: DeviceLeg; since: number }
  | { kind: "closed"; status: DialStatus; seconds: number; since: number };

/** What a child needs of the call that dials it. */
export interface ParentCall {
  readonly sid: string;
  /** The caller's SDP. */
  readonly offer: string;
}

/** Handles the events of a child. */
export interface ChildEvents {
  /** A device accepts. The handler calls `connected` or `close`. */
  answered(child: ChildCall, device: DeviceLeg, acceptance: Acceptance): void;
  /** Called once, when the state is `closed`. */
  closed(child: ChildCall): void;
}

/** The call to one `<Client>`. It rings every registered device of the identity until one answers. */
export class ChildCall implements RecordedCall {
  readonly sid = newSid("CA");
  state: ChildState = { kind: "ringing", devices: new Set() };
  readonly #createdAt: number;
  #answeredAt: number | null = null;
  #sequence = 0;

  constructor(
    readonly parent: ParentCall,
    readonly noun: ClientNoun,
    readonly from: string,
    readonly exchange: Exchange,
    readonly events: ChildEvents,
  ) {
    this.#createdAt = exchange.clock.now();
    exchange.records.opened(this);
  }

  get to(): string {
    return `client:${this.noun.identity}`;
  }

  /** Rings the devices that are registered now. Closes at once when there are none. */
  start(): void {
    const { registrar, log } = this.exchange;
    const { identity } = this.noun;
    this.#report("initiated", "initiated");
    const sessions = registrar.devices(identity);
    if (sessions.length === 0) {
      log(this.sid, `${identity} has no registered device`);
      // As on Twilio, in the same second: https://github.com/twilio/voice-quickstart-server-node/issues/19
      this.close("no-answer");
      return;
    }
    const devices = new Set(sessions.map((session) => this.#ring(session)));
    this.state = { kind: "ringing", devices };
    log(this.sid, `${identity} rings on ${devices.size} device${devices.size === 1 ? "" : "s"}`);
    this.exchange.records.progressed(this, "ringing");
    this.#report("ringing", "ringing");
  }

  /** `device` has been connected with the caller: the other devices stop ringing. */
  connected(device: DeviceLeg): void {
    if (this.state.kind !== "ringing") return;
    const { devices } = this.state;
    this.#answeredAt = this.exchange.clock.now();
    this.state = { kind: "connected", device, since: this.#answeredAt };
    for (const other of devices) if (other !== device) other.close();
    this.exchange.records.progressed(this, "answered");
    this.#report("answered", "in-progress");
  }

  /** Ends the call on all devices of this client. Idempotent: the first status counts. */
  close(status: DialStatus): void {
    const { state } = this;
    if (state.kind === "closed") return;
    const { clock, log, records } = this.exchange;
    const seconds = state.kind === "connected" ? secondsSince(clock, state.since) : 0;
    this.state = { kind: "closed", status, seconds, since: clock.now() };
    records.closed(this);
    if (state.kind === "ringing") for (const device of state.devices) device.close();
    else state.device.close();
    log(
      this.sid,
      `${this.noun.identity}: ${status}${state.kind === "connected" ? ` after ${seconds} s` : ""}`,
    );
    this.#report("completed", status, [["CallDuration", String(seconds)]]);
    this.events.closed(this);
  }

  facts(): CallFacts {
    const { state } = this;
    const status = { ringing: "ringing", connected: "in-progress" } as const;
    return {
      sid: this.sid,
      parentSid: this.parent.sid,
      from: this.from,
      to: this.to,
      status: state.kind === "closed" ? state.status : status[state.kind],
      createdAt: this.#createdAt,
      answeredAt: this.#answeredAt,
      endedAt: state.kind === "closed" ? state.since : null,
    };
  }

  /** Ends the call over REST: a call that was never answered counts as canceled. */
  end(): void {
    this.close(this.state.kind === "connected" ? "completed" : "canceled");
  }

  #ring(session: SignallingSession): DeviceLeg {
    const accountSid = this.exchange.account.sid;
    const leg = new DeviceLeg({
      role: "callee",
      session,
      sid: this.sid,
      parts: this.exchange,
      events: {
        accepted: (device, acceptance) => this.events.answered(this, device, acceptance),
        // As on Twilio, a device that declines does so for all devices of the identity
        // (https://github.com/twilio/twilio-voice.js/issues/435).
        rejected: () => this.close("busy"),
        left: (device) => this.#deviceLeft(device),
      },
    });
    const sdp = leg.describe(this.parent.offer);
    leg.send({
      type: "invite",
      payload: {
        callsid: this.sid,
        sdp,
        reconnect: leg.reconnectToken,
        parameters: {
          CallSid: this.sid,
          AccountSid: accountSid,
          ApiVersion: API_VERSION,
          From: this.from,
          To: this.to,
          Params: customParameters(this.noun.parameters),
        },
      },
    });
    return leg;
  }

  #deviceLeft(device: DeviceLeg): void {
    if (this.state.kind === "connected") {
      this.close("completed");
      return;
    }
    if (this.state.kind !== "ringing" || !this.state.devices.has(device)) return;
    const devices = new Set([...this.state.devices].filter((other) => other !== device));
    this.state = { kind: "ringing", devices };
    device.close();
    if (devices.size === 0) this.close("no-answer");
  }

  #report(event: ProgressEvent, status: string, more: FormParams = []): void {
    const target = this.noun.statusCallback;
    if (!target || !this.noun.statusCallbackEvents.has(event)) return;
    const { account, clock, webhooks } = this.exchange;
    const facts = {
      accountSid: account.sid,
      callSid: this.sid,
      parentCallSid: this.parent.sid,
      from: this.from,
      to: this.to,
    };
    const params: FormParams = [
      ...childParams(facts),
      ["CallStatus", status],
      ...progressParams(clock.now(), this.#sequence),
      ...more,
    ];
    webhooks.report(target, params, this.sid);
    this.#sequence += 1;
  }
}

/** The SDK decodes values but not names. In a name only the characters that would end it are encoded. */
function customParameters(parameters: ClientNoun["parameters"]): string {
  const name = (text: string) => text.replace(/[&=]/g, encodeURIComponent);
  return parameters
    .map(([key, value]) => `${name(key)}=${encodeURIComponent(value.toWellFormed())}`)
    .join("&");
}
