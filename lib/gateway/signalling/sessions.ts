import { type Cancel, type Clock, every } from "../base/clock";
import { type Log, reason } from "../base/log";
import { newSecret } from "../base/sid";
import type { Network } from "../network/conditions";
import { DelayLine } from "../network/delay-line";
import { type CallMessage, type ClientMessage, encode } from "./protocol";
import type { Registrar } from "./registrar";
import { signalError } from "./signal-error";
import { CLOSE, type SessionOwner, SignallingSession, type SignalSocket } from "./signalling-session";

/** The SDK gives up a socket after 15 s of silence (`wstransport.ts`). */
const HEARTBEAT_MS = 5_000;
/** Two heartbeats without an echo mean that the socket is dead, which is noticed within 15 s. */
const SILENCE_MS = 10_000;

/** A socket without a valid token by then is closed, so that it does not count towards the limit. */
const ANONYMOUS_MS = 60_000;

const MAX_SESSIONS = 2_000;

/** When the SDK may try again after it was refused because there are too many sockets. */
const RETRY_SECONDS = 5;

/** Handles the messages of devices about calls. */
export interface CallMessageHandler {
  handleMessage(session: SignallingSession, message: CallMessage): void;
  /** The session of a device has closed, and perhaps its calls with it. */
  sessionClosed(session: SignallingSession): void;
}

/** The handlers of messages, and the parts that sessions use. */
export interface SessionsOptions {
  registrar: Registrar;
  calls: CallMessageHandler;
  network: Network;
  clock: Clock;
  log: Log;
}

/** Owns the sessions: keeps their sockets alive and routes their messages. */
export class Sessions implements SessionOwner {
  readonly #sessions = new Set<SignallingSession>();
  readonly #stopHeartbeats: Cancel;
  #silentUntil = 0;

  constructor(readonly options: SessionsOptions) {
    this.#stopHeartbeats = every(options.clock, HEARTBEAT_MS, () => this.#beat());
  }

  /** Opens a session on a socket. Closes the socket and returns undefined when there are too many. */
  open(socket: SignalSocket, edge: string): SignallingSession | undefined {
    if (this.#sessions.size >= MAX_SESSIONS) {
      const error = { ...signalError(31206), retryAfter: RETRY_SECONDS };
      socket.send(encode({ type: "error", payload: { error } }));
      socket.close(CLOSE.tryLater, "too many sockets");
      return undefined;
    }
    const { network, clock, log } = this.options;
    const line = () => new DelayLine(network, edge, clock);
    const session = new SignallingSession(socket, this, {
      name: `socket ${newSecret(4)}`,
      edge,
      clock,
      log,
      uplink: line(),
      downlink: line(),
    });
    this.#sessions.add(session);
    return session;
  }

  messageReceived(session: SignallingSession, message: ClientMessage): void {
    try {
      this.#route(session, message);
    } catch (error) {
      // One bad peer must not harm the others: whatever it caused ends here.
      this.options.log(session.name, `${message.type} failed: ${reason(error)}`);
      this.messageMalformed(session);
    }
  }

  messageMalformed(session: SignallingSession): void {
    this.options.log(session.name, "sent a malformed message");
    session.send({ type: "error", payload: { error: signalError(31100) } });
  }

  sessionClosed(session: SignallingSession): void {
    this.#sessions.delete(session);
    this.options.registrar.sessionClosed(session);
    this.options.calls.sessionClosed(session);
  }

  /** For tests: sends no heartbeat and expects none for `ms` milliseconds. */
  silence(ms: number): void {
    this.#silentUntil = this.options.clock.now() + ms;
  }

  /** The open sessions. */
  list(): SignallingSession[] {
    return [...this.#sessions];
  }

  /** For tests: closes every socket. */
  cut(): void {
    for (const session of this.#sessions) session.close(CLOSE.goingAway, "cut by the control API");
  }

  /** Closes every session. Idempotent. */
  close(): void {
    this.#stopHeartbeats();
    for (const session of this.#sessions) session.close(CLOSE.goingAway, "the gateway stops");
  }

  #route(session: SignallingSession, message: ClientMessage): void {
    const { registrar, calls } = this.options;
    if (message.type === "listen") {
      registrar.handleListen(session, message.payload);
      return;
    }
    if (session.state.kind === "anonymous") {
      session.send({ type: "error", payload: { error: signalError(31204) } });
      return;
    }
    if (message.type === "register") {
      registrar.handleRegister(session, message.payload);
      return;
    }
    calls.handleMessage(session, message);
  }

  #beat(): void {
    const now = this.options.clock.now();
    if (now < this.#silentUntil) return;
    for (const session of this.#sessions) {
      // A missing echo says nothing while the gateway itself is silent.
      const heard = Math.max(session.lastHeard, this.#silentUntil);
      if (now - heard > SILENCE_MS) session.close(CLOSE.policy, "no heartbeat");
      else if (session.state.kind === "anonymous" && now - session.openedAt > ANONYMOUS_MS) {
        session.close(CLOSE.policy, "no valid token");
      } else session.beat();
    }
  }
}
