import type { Cancel, Clock } from "../base/clock";
import { type Log, reason } from "../base/log";
import type { DelayLine } from "../network/delay-line";
import { type ClientMessage, decode, encode, HEARTBEAT, type ServerMessage } from "./protocol";
import { RateLimit } from "./rate-limit";
import type { VoiceGrant } from "./token";

/** What a session needs of a WebSocket. Tests use a fake. */
export interface SignalSocket {
  send(frame: string): void;
  close(code: number, reason: string): void;
}

/** Close codes of RFC 6455, 7.4.1. */
export const CLOSE = {
  goingAway: 1001,
  unsupported: 1003,
  policy: 1008,
  tryLater: 1013,
} as const;

/** How far the device of a session has identified itself. */
export type SessionState =
  /** No valid token yet: only `listen` is accepted. */
  | { kind: "anonymous" }
  | { kind: "listening"; grant: VoiceGrant; reconnectSeconds: number; cancelExpiry: Cancel }
  /** The token has expired. Calls continue, but nothing new begins until a new token comes. */
  | { kind: "expired"; identity: string | undefined; reconnectSeconds: number }
  | { kind: "closed" };

/** Handles the events of a session. */
export interface SessionOwner {
  messageReceived(session: SignallingSession, message: ClientMessage): void;
  messageMalformed(session: SignallingSession): void;
  /** Called once, before the state is `closed`: the session still has its identity. */
  sessionClosed(session: SignallingSession): void;
}

/** What is fixed for a session when its socket opens. */
export interface SessionOptions {
  /** For the log, and the `gateway` of `connected`. */
  name: string;
  /** The edge that the device chose, never `roaming`. */
  edge: string;
  clock: Clock;
  log: Log;
  /** From the device to the gateway. */
  uplink: DelayLine;
  /** From the gateway to the device. */
  downlink: DelayLine;
}

/** A person causes a few messages a second, and the bursts of the SDK stay far below this. */
const MESSAGES_PER_SECOND = 50;
const MESSAGES_AT_ONCE = 200;

/** The signalling of one SDK `Device` over one socket. */
export class SignallingSession {
  state: SessionState = { kind: "anonymous" };
  /** Frames that wait while an earlier message is being handled; undefined when none is. */
  #held: string[] | undefined;
  /** When the last frame came, in milliseconds since the epoch. */
  lastHeard: number;
  readonly openedAt: number;
  readonly #rate: RateLimit;

  constructor(
    readonly socket: SignalSocket,
    readonly owner: SessionOwner,
    readonly options: SessionOptions,
  ) {
    this.openedAt = options.clock.now();
    this.lastHeard = this.openedAt;
    this.#rate = new RateLimit(options.clock, MESSAGES_PER_SECOND, MESSAGES_AT_ONCE);
  }

  get name(): string {
    return this.options.name;
  }

  get edge(): string {
    return this.options.edge;
  }

  /** The identity of the last valid token. Undefined: there was none, or it named no identity. */
  get identity(): string | undefined {
    if (this.state.kind === "listening") return this.state.grant.identity;
    return this.state.kind === "expired" ? this.state.identity : undefined;
  }

  /** For how many seconds the calls of this device survive the loss of the socket. */
  get reconnectSeconds(): number {
    const { state } = this;
    return state.kind === "listening" || state.kind === "expired" ? state.reconnectSeconds : 0;
  }

  /** Sends a message, unless the session has closed. */
  send(message: ServerMessage): void {
    this.#write(encode(message));
  }

  /** Sends a heartbeat, which the SDK echoes. */
  beat(): void {
    this.#write(HEARTBEAT);
  }

  /** Handles one text frame of the socket. Never throws. */
  receive(frame: string): void {
    this.lastHeard = this.options.clock.now();
    if (frame === HEARTBEAT || this.state.kind === "closed") return;
    if (!this.#rate.allow()) {
      this.close(CLOSE.policy, "too many messages");
      return;
    }
    this.options.uplink.carry(() => this.#dispatch(frame), false);
  }

  /** Closes the socket and the session. Idempotent. */
  close(code: number, reason: string): void {
    if (this.state.kind === "closed") return;
    this.options.log(this.name, `socket closed by the gateway: ${reason}`);
    this.socket.close(code, reason);
    this.socketClosed();
  }

  /** Closes the session, because its socket has closed. Idempotent. */
  socketClosed(): void {
    if (this.state.kind === "closed") return;
    if (this.state.kind === "listening") this.state.cancelExpiry();
    this.owner.sessionClosed(this);
    this.state = { kind: "closed" };
    this.options.uplink.close();
    this.options.downlink.close();
  }

  /** Holds back later messages until `work` has settled, so that messages take effect in the order of their arrival. */
  hold(work: Promise<void>): void {
    this.#held = [];
    const release = () => {
      const frames = this.#held ?? [];
      this.#held = undefined;
      for (const frame of frames) this.#dispatch(frame);
    };
    work.then(release, (error: unknown) => {
      this.options.log(this.name, `a message failed: ${reason(error)}`);
      release();
    });
  }

  #dispatch(frame: string): void {
    if (this.state.kind === "closed") return;
    if (this.#held) {
      this.#held.push(frame);
      return;
    }
    const message = decode(frame);
    if (message) this.owner.messageReceived(this, message);
    else this.owner.messageMalformed(this);
  }

  #write(frame: string): void {
    if (this.state.kind === "closed") return;
    this.options.downlink.carry(() => this.socket.send(frame), false);
  }
}
