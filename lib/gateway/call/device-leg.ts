import type { Cancel, Clock } from "../base/clock";
import type { Log } from "../base/log";
import { newSecret } from "../base/sid";
import type { MediaLeg } from "../media/media-leg";
import type { Relay } from "../media/relay";
import { type DtlsRole, dtlsRole, isOffer, throughRelay } from "../media/sdp";
import type { ServerMessage, SignalError } from "../signalling/protocol";
import type { SignallingSession } from "../signalling/signalling-session";

export type LegState =
  /** A caller waits to be answered, or a device rings. */
  | { kind: "pending" }
  | { kind: "connected" }
  /** Its socket broke; the device has until the timer's end to come back. Media goes on. */
  | { kind: "detached"; giveUp: Cancel }
  | { kind: "closed" };

/** A device's SDP for the call: an answer to ours, or its own offer when it took a ringing call over. */
export interface Acceptance {
  sdp: string;
  as: "answer" | "offer";
}

/** What a leg tells the call it belongs to. */
export interface LegEvents {
  accepted(leg: DeviceLeg, acceptance: Acceptance): void;
  rejected(leg: DeviceLeg): void;
  /** The device hung up, or its socket broke and it did not come back in time. */
  left(leg: DeviceLeg, why: string): void;
}

/** Keeps the open legs findable. */
export interface LegDirectory {
  /** The leg is open: its reconnect token is good. */
  add(leg: DeviceLeg): void;
  /** The leg has closed. */
  remove(leg: DeviceLeg): void;
  /** From now on the device of `session` knows `leg` under `sid`. */
  attach(leg: DeviceLeg, session: SignallingSession, sid: string): void;
  /** The device of `session` no longer knows `leg`, under any sid. */
  detach(leg: DeviceLeg, session: SignallingSession): void;
}

/** What legs need of the exchange. */
export interface LegParts {
  clock: Clock;
  log: Log;
  relay: Relay;
  directory: LegDirectory;
}

export interface LegOptions {
  role: "caller" | "callee";
  session: SignallingSession;
  /** What the device knows the call as. */
  sid: string;
  exchange: LegParts;
  events: LegEvents;
}

/** One device's part in a call: which socket it is on, and what it has been told about the other side's media. */
export class DeviceLeg {
  state: LegState = { kind: "pending" };
  /** Proves the right to come back to this leg on another socket, or to take it over while it rings. */
  readonly reconnectToken = newSecret();
  readonly identity: string | undefined;
  /** Its browser's end of the relay. */
  readonly media: MediaLeg;
  /** Sids the device knows the call under; the last is the one to use towards it. */
  readonly #sids: string[];
  #session: SignallingSession | undefined;
  #remote: { sdp: string; role: DtlsRole } | undefined;

  constructor(readonly options: LegOptions) {
    const { session, exchange, sid } = options;
    this.identity = session.identity;
    this.media = exchange.relay.allocate(session.edge);
    this.#sids = [sid];
    exchange.directory.add(this);
    this.#attach(session);
  }

  /** The sid to use towards the device. */
  get callsid(): string {
    return this.#sids.at(-1) ?? "";
  }

  /** From now on the device knows the call under `sid`; its own temporary one stays good. */
  rename(sid: string): void {
    this.#sids.push(sid);
    if (this.#session) this.options.exchange.directory.attach(this, this.#session, sid);
  }

  send(message: ServerMessage): void {
    this.#session?.send(message);
  }

  /** The other side's SDP as this device gets it; remembered for ICE restarts. */
  describe(remoteSdp: string, role?: DtlsRole): string {
    const { addresses } = this.options.exchange.relay;
    const sdp = throughRelay(remoteSdp, this.media.credentials, addresses, role);
    this.#remote = { sdp: remoteSdp, role: role ?? dtlsRole(remoteSdp) };
    return sdp;
  }

  /** The device has what it needs for media; `sdp` completes its offer, when it made one. */
  connect(sdp?: string): void {
    if (this.state.kind !== "pending") return;
    this.state = { kind: "connected" };
    this.send({
      type: "answer",
      payload: {
        callsid: this.callsid,
        reconnect: this.reconnectToken,
        ...(sdp === undefined ? {} : { sdp }),
      },
    });
  }

  // What the device says.

  handleAnswer(sdp: string): void {
    if (this.state.kind !== "pending" || this.options.role !== "callee") return;
    // Our offer left the DTLS role to the device; ours is the one it did not take.
    if (this.#remote) this.#remote.role = dtlsRole(sdp) === "active" ? "passive" : "active";
    this.options.events.accepted(this, { sdp, as: "answer" });
  }

  handleReject(): void {
    if (this.state.kind !== "pending" || this.options.role !== "callee") return;
    // It knows; it needs no `cancel`.
    this.#leave();
    this.options.events.rejected(this);
  }

  handleHangup(message?: string): void {
    this.#leave();
    this.options.events.left(this, message === undefined ? "hung up" : `hung up: ${message}`);
  }

  /** ICE restart: a matter between this browser and the relay; the other side keeps its own path. */
  handleReinvite(): void {
    if (!this.#remote || this.state.kind === "closed") return;
    this.options.exchange.log(this.callsid, `${this.options.role} ${this.identity} restarts ICE`);
    this.media.restart();
    const sdp = this.describe(this.#remote.sdp, this.#remote.role);
    this.send({ type: "answer", payload: { callsid: this.callsid, sdp } });
  }

  /** The device is back on a new socket, or on its own with a new token. Media is not touched. */
  rejoin(session: SignallingSession): void {
    if (this.state.kind === "detached") {
      this.state.giveUp();
      this.state = { kind: "connected" };
      this.options.exchange.log(this.callsid, `${this.options.role} ${this.identity} is back`);
    }
    this.#attach(session);
    this.send({ type: "answer", payload: { callsid: this.callsid, reconnect: this.reconnectToken } });
  }

  /** Another device of the same person answers in this one's stead, with an offer of its own. */
  takeOver(session: SignallingSession, offer: string): void {
    if (this.state.kind !== "pending" || this.options.role !== "callee" || !isOffer(offer)) return;
    if (session !== this.#session) this.send({ type: "cancel", payload: { callsid: this.callsid } });
    this.#attach(session);
    this.options.events.accepted(this, { sdp: offer, as: "offer" });
  }

  /** The socket this leg was on has closed. */
  sessionClosed(session: SignallingSession): void {
    if (this.#session !== session) return;
    this.#leave();
    const { events, role } = this.options;
    const { clock, log } = this.options.exchange;
    const seconds = session.reconnectSeconds;
    if (this.state.kind !== "connected" || seconds === 0) {
      events.left(this, "lost its socket");
      return;
    }
    log(this.callsid, `${role} ${this.identity} lost its socket; waiting ${seconds} s, audio goes on`);
    const giveUp = clock.after(seconds * 1000, () => events.left(this, "did not come back"));
    this.state = { kind: "detached", giveUp };
  }

  // What the call decides.

  /** Ends the leg and tells the device: `cancel` while it rings, `hangup` otherwise. Idempotent. */
  close(error?: SignalError): void {
    const { state } = this;
    if (state.kind === "closed") return;
    if (state.kind === "detached") state.giveUp();
    this.state = { kind: "closed" };
    const { callsid } = this;
    if (state.kind === "pending" && this.options.role === "callee") {
      this.send({ type: "cancel", payload: { callsid } });
    } else {
      this.send({ type: "hangup", payload: { callsid, ...(error ? { error } : {}) } });
    }
    this.#leave();
    this.options.exchange.directory.remove(this);
    this.media.close();
  }

  #attach(session: SignallingSession): void {
    this.#leave();
    this.#session = session;
    for (const sid of this.#sids) this.options.exchange.directory.attach(this, session, sid);
  }

  #leave(): void {
    if (this.#session) this.options.exchange.directory.detach(this, this.#session);
    this.#session = undefined;
  }
}
