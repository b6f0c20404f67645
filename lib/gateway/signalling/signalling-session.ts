import type { Cancel, Clock } from "../base/clock";
import { type Log, reason } from "../base/log";
import type { DelayLine } from "../network/delay-line";
import { type ClientMessage, decode, encode, HEARTBEAT, type ServerMessage } from "./protocol";
import { RateLimit } from "./rate-limit";
import type { VoiceGrant } from "./token";

/** All that the gateway needs of a WebSocket; a fake stands in for it in tests. */
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

export type SessionState =
  /** Open, but no valid token yet: only `listen` is heard. */
  | { kind: "anonymous" }
  | { kind: "listening"; grant: VoiceGrant; reconnectSeconds: number; cancelExpiry: Cancel }
  /** Its token has expired: calls go on, nothing new begins until a new token comes. */
  | { kind: "expired"; identity: string; reconnectSeconds: number }
  | { kind: "closed" };

/** What a session tells its owner. */
export interface SessionOwner {
  messageReceived(session: SignallingSession, message: ClientMessage): void;
  messageMalformed(session: SignallingSession): void;
  sessionClosed(session: SignallingSession): void;
}

export interface SessionOptions {
  name: string;
  /** The edge the device asked for, never `roaming`. */
  edge: string;
  clock: Clock;
  log: Log;
  uplink: DelayLine;
  downlink: DelayLine;
}

/** A person's hand makes a few messages a second; the SDK's own bursts stay far below this. */
const MESSAGES_PER_SECOND = 50;
const MESSAGES_AT_ONCE = 200;

/** One signalling socket of one SDK `Device`. */
export class SignallingSession {
  state: SessionState = { kind: "anonymous" };
  /** Frames that wait while a message is still being handled. */
  #held: string[] | undefined;
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

  get identity(): string | undefined {
    if (this.state.kind === "listening") return this.state.grant.identity;
    return this.state.kind === "expired" ? this.state.identity : undefined;
  }

  /** Seconds for which this device's calls outlive the socket. */
  get reconnectSeconds(): number {
    const { state } = this;
    return state.kind === "listening" || state.kind === "expired" ? state.reconnectSeconds : 0;
  }

  send(message: ServerMessage): void {
    this.#write(encode(message));
  }

  beat(): void {
    this.#write(HEARTBEAT);
  }

  /** Takes one text frame as it came from the socket. Never throws. */
  receive(frame: string): void {
    this.lastHeard = this.options.clock.now();
    if (frame === HEARTBEAT || this.state.kind === "closed") return;
    if (!this.#rate.allow()) {
      this.close(CLOSE.policy, "too many messages");
      return;
    }
    this.options.uplink.carry(() => this.#dispatch(frame), false);
  }

  /** Closes the socket and gives up everything that hangs on it. Idempotent. */
  close(code: number, reason: string): void {
    if (this.state.kind === "closed") return;
    this.options.log(this.name, `socket closed by the gateway: ${reason}`);
    this.socket.close(code, reason);
    this.socketClosed();
  }

  /** The socket is gone. Idempotent. */
  socketClosed(): void {
    if (this.state.kind === "closed") return;
    if (this.state.kind === "listening") this.state.cancelExpiry();
    this.owner.sessionClosed(this);
    this.state = { kind: "closed" };
    this.options.uplink.close();
    this.options.downlink.close();
  }

  /** Keeps later messages back until `work` has settled, so that each finds done what the one before it asked for. */
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
