import type { Cancel, Clock } from "../base/clock";
import type { Journal } from "../base/journal";
import type { LegEvent } from "../base/journal-events";
import type { Log } from "../base/log";
import { newSecret } from "../base/sid";
import type { MediaLeg } from "../media/media-leg";
import type { Relay } from "../media/relay";
import { type DtlsRole, dtlsRole, isOffer, throughRelay } from "../media/sdp";
import type { VoiceEnd } from "../media/voice-end";
import type { Voices } from "../media/voices";
import type { ServerMessage, SignalError } from "../signalling/protocol";
import type { SignallingSession } from "../signalling/signalling-session";

/** How far the device of a leg has got in the call. */
export type LegState =
  /** The caller waits for an answer, or the callee's device rings. */
  | { kind: "pending" }
  | { kind: "connected" }
  /** The socket broke. Media continues, and the leg waits for the device until its timer fires. */
  | { kind: "detached"; cancelTimer: Cancel }
  | { kind: "closed" };

/** The SDP of a device that accepts: an answer to the gateway's offer, or an offer when it takes over a ringing call. */
export interface Acceptance {
  sdp: string;
  as: "answer" | "offer";
}

/** Handles the events of a leg. */
export interface LegEvents {
  accepted(leg: DeviceLeg, acceptance: Acceptance): void;
  rejected(leg: DeviceLeg): void;
  /** The device hung up, or its socket broke and it did not return in time. */
  left(leg: DeviceLeg, why: string): void;
}

/** Registers the open legs, so that they can be found. */
export interface LegDirectory {
  /** The leg has opened: from now on its reconnect token is valid. */
  add(leg: DeviceLeg): void;
  /** The leg has closed. */
  remove(leg: DeviceLeg): void;
  /** From now on the device of `session` knows `leg` under `sid`. */
  attach(leg: DeviceLeg, session: SignallingSession, sid: string): void;
  /** The device of `session` no longer knows `leg`, under any sid. */
  detach(leg: DeviceLeg, session: SignallingSession): void;
}

/** The parts that a leg uses. */
export interface LegParts {
  clock: Clock;
  log: Log;
  relay: Relay;
  voices: Voices;
  directory: LegDirectory;
  journal: Journal;
}

/** The device of a leg, and the parts and handlers that the leg uses. */
export interface LegOptions {
  role: "caller" | "callee";
  session: SignallingSession;
  /** The CallSid of the call. */
  callSid: string;
  /** The sid that the device knows the call by: its own, or one that it made up. */
  sid: string;
  parts: LegParts;
  events: LegEvents;
}

/** One device's part in a call: its signalling session, its end of the relay, and the SDP of the other side. */
export class DeviceLeg {
  state: LegState = { kind: "pending" };
  /** A device that sends it may return to this leg on another socket, or take it over while it rings. */
  readonly reconnectToken = newSecret();
  readonly identity: string | undefined;
  /** The browser's end of the relay. */
  readonly media: MediaLeg;
  /** The sids that the device knows the call under. The last one is used towards it. */
  readonly #sids: string[];
  #session: SignallingSession | undefined;
  /** The gateway's own end of the sound, if the call ends here. */
  #voice: VoiceEnd | undefined;
  /** The other side's SDP as its device sent it, and the DTLS role it has here. */
  #remote: { sdp: string; role: DtlsRole } | undefined;

  constructor(readonly options: LegOptions) {
    const { session, parts, sid } = options;
    this.identity = session.identity;
    this.media = parts.relay.allocate(session.edge);
    this.#sids = [sid];
    parts.directory.add(this);
    this.#attach(session);
  }

  /** The sid in messages to the device. */
  get callsid(): string {
    return this.#sids.at(-1) ?? "";
  }

  /** From now on the device knows the call under `sid`. Its temporary sid stays valid. */
  rename(sid: string): void {
    this.#sids.push(sid);
    if (this.#session) this.options.parts.directory.attach(this, this.#session, sid);
  }

  /** Sends a message to the device, if it has a session. */
  send(message: ServerMessage): void {
    this.#session?.send(message);
  }

  /** The other side's SDP, rewritten for this device. It is remembered for ICE restarts. */
  describe(remoteSdp: string, role?: DtlsRole): string {
    const { addresses } = this.options.parts.relay;
    const sdp = throughRelay(remoteSdp, this.media.credentials, addresses, role);
    this.#remote = { sdp: remoteSdp, role: role ?? dtlsRole(remoteSdp) };
    return sdp;
  }

  /** The gateway's own end of the sound. It is made when it is first asked for; from then on nothing is relayed. */
  get voice(): VoiceEnd {
    this.#voice ??= this.options.parts.voices.open(this.media, this.callsid);
    return this.#voice;
  }

  /** Whether the sound ends at the gateway. */
  get isVoiced(): boolean {
    return this.#voice !== undefined;
  }

  /** An offer of the gateway itself, for this device. */
  offerVoice(): string {
    return this.describe(this.voice.offer());
  }

  /**
   * The gateway's own answer to the offer of this device.
   *
   * @throws Error when the offer has no PCMU
   */
  answerVoice(offer: string): string {
    return this.describe(this.voice.answer(offer));
  }

  /**
   * Takes the SDP of a device that accepts. What is returned goes back to it: an answer, if it made an offer of its own.
   *
   * @throws Error when the SDP has no fingerprint, or an offer no PCMU
   */
  acceptVoice({ sdp, as }: Acceptance): string | undefined {
    if (as === "offer") return this.answerVoice(sdp);
    this.voice.accept(sdp);
    return undefined;
  }

  /** Tells the device that the call is connected. `sdp` answers its offer, if it made one. */
  connect(sdp?: string): void {
    if (this.state.kind !== "pending") return;
    this.state = { kind: "connected" };
    this.#note("connected");
    this.send({
      type: "answer",
      payload: {
        callsid: this.callsid,
        reconnect: this.reconnectToken,
        ...(sdp === undefined ? {} : { sdp }),
      },
    });
  }

  /** The device accepts the call. Ignored unless it is ringing. */
  handleAnswer(sdp: string): void {
    if (this.state.kind !== "pending" || this.options.role !== "callee") return;
    // The offer left the DTLS role to the device. The other side has the role that it did not take.
    if (this.#remote) this.#remote.role = dtlsRole(sdp) === "active" ? "passive" : "active";
    this.options.events.accepted(this, { sdp, as: "answer" });
  }

  /** The device declines the call. Ignored unless it is ringing. */
  handleReject(): void {
    if (this.state.kind !== "pending" || this.options.role !== "callee") return;
    // The device knows that it declined: it needs no `cancel`.
    this.#leave();
    this.options.events.rejected(this);
  }

  /** The device has hung up. `message` is the reason the SDK gives, if any. */
  handleHangup(message?: string): void {
    this.#leave();
    this.options.events.left(this, message === undefined ? "hung up" : `hung up: ${message}`);
  }

  /** An ICE restart concerns this browser and the relay only: the other side keeps its path. */
  handleReinvite(): void {
    if (!this.#remote || this.state.kind === "closed") return;
    this.options.parts.log(this.callsid, `${this.options.role} ${this.identity} restarts ICE`);
    this.media.restart();
    this.#note("restarted ICE");
    const sdp = this.describe(this.#remote.sdp, this.#remote.role);
    this.send({ type: "answer", payload: { callsid: this.callsid, sdp } });
  }

  /** The device has returned, on a new socket or on the same one with a new token. Media is not affected. */
  rejoin(session: SignallingSession): void {
    if (this.state.kind === "detached") {
      this.state.cancelTimer();
      this.state = { kind: "connected" };
      this.options.parts.log(this.callsid, `${this.options.role} ${this.identity} has returned`);
      this.#note("returned");
    }
    this.#attach(session);
    this.send({ type: "answer", payload: { callsid: this.callsid, reconnect: this.reconnectToken } });
  }

  /** Another device of the same identity answers instead of this one, with an offer of its own. */
  takeOver(session: SignallingSession, offer: string): void {
    if (this.state.kind !== "pending" || this.options.role !== "callee" || !isOffer(offer)) return;
    if (session !== this.#session) this.send({ type: "cancel", payload: { callsid: this.callsid } });
    this.#attach(session);
    this.options.events.accepted(this, { sdp: offer, as: "offer" });
  }

  /** The session of the device has closed. The leg waits for its return as long as the device asked for. */
  sessionClosed(session: SignallingSession): void {
    if (this.#session !== session) return;
    this.#leave();
    const { events, role } = this.options;
    const { clock, log } = this.options.parts;
    const seconds = session.reconnectSeconds;
    if (this.state.kind !== "connected" || seconds === 0) {
      events.left(this, "lost its socket");
      return;
    }
    log(this.callsid, `${role} ${this.identity} lost its socket; waiting ${seconds} s, audio goes on`);
    const cancelTimer = clock.after(seconds * 1000, () => events.left(this, "did not return"));
    this.state = { kind: "detached", cancelTimer };
    this.#note("lost its socket");
  }

  /** Tells the device that the call has ended, by `cancel` while it rings and by `hangup` otherwise. Idempotent. */
  close(error?: SignalError): void {
    const { state } = this;
    if (state.kind === "closed") return;
    if (state.kind === "detached") state.cancelTimer();
    this.state = { kind: "closed" };
    this.#note("left");
    const { callsid } = this;
    if (state.kind === "pending" && this.options.role === "callee") {
      this.send({ type: "cancel", payload: { callsid } });
    } else {
      this.send({ type: "hangup", payload: { callsid, ...(error ? { error } : {}) } });
    }
    this.#leave();
    this.options.parts.directory.remove(this);
    this.#voice?.close();
    this.media.close();
  }

  #note(event: LegEvent["event"]): void {
    const { role, parts, callSid } = this.options;
    const { identity = "" } = this;
    parts.journal.add({ kind: "leg", callSid, role, identity, edge: this.media.uplink.edge, event });
  }

  #attach(session: SignallingSession): void {
    this.#leave();
    this.#session = session;
    for (const sid of this.#sids) this.options.parts.directory.attach(this, session, sid);
  }

  #leave(): void {
    if (this.#session) this.options.parts.directory.detach(this, this.#session);
    this.#session = undefined;
  }
}
