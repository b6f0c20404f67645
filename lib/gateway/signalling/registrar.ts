import type { Account } from "../account/account";
import type { Clock } from "../base/clock";
import type { Journal } from "../base/journal";
import type { DeviceEvent } from "../base/journal-events";
import type { Log } from "../base/log";
import { edgeFacts } from "./edges";
import type { ClientPayload } from "./protocol";
import { signalError } from "./signal-error";
import type { SignallingSession } from "./signalling-session";
import { type TokenErrorCode, type TokenVerdict, TokenVerifier } from "./token";

/** The account whose devices register, and the parts that the registrar uses. */
export interface RegistrarOptions {
  account: Account;
  clock: Clock;
  log: Log;
  /** Gets what becomes of each device. */
  journal?: Journal;
}

/** Twilio rings the ten devices of an identity that registered last. */
const DEVICES_PER_IDENTITY = 10;

/** Identifies devices by their tokens, and knows which devices are registered and can be rung. */
export class Registrar {
  /** The registered devices with their identities, in the order of their first registration. */
  readonly #identities = new Map<SignallingSession, string>();

  readonly #tokens: TokenVerifier;

  constructor(readonly options: RegistrarOptions) {
    this.#tokens = new TokenVerifier(options.account);
  }

  /** The devices to ring for an identity, newest first. */
  devices(identity: string): SignallingSession[] {
    const all = [...this.#identities].filter(([, owner]) => owner === identity).map(([session]) => session);
    return all.reverse().slice(0, DEVICES_PER_IDENTITY);
  }

  /** `listen` is the first message of a socket, and comes again with each new token. */
  handleListen(session: SignallingSession, { token, reconnectTimeout }: ClientPayload<"listen">): void {
    const verdict = this.#tokens.verify(token, this.options.clock.now());
    session.hold(verdict.then((known) => this.#admit(session, known, reconnectTimeout)));
  }

  /** `register` makes the device reachable, or unreachable with `audio: false`. */
  handleRegister(session: SignallingSession, { media }: ClientPayload<"register">): void {
    const { log } = this.options;
    if (!media.audio) {
      if (this.#identities.delete(session)) {
        log(session.name, `${session.identity} has unregistered`);
        this.#note(session, "unregistered");
      }
      session.send({ type: "offline", payload: {} });
      return;
    }
    if (session.state.kind !== "listening") {
      refuse(session, session.state.kind === "expired" ? 31205 : 31204);
      return;
    }
    const { identity, mayReceive } = session.state.grant;
    if (!mayReceive || identity === undefined) {
      const lack = identity === undefined ? "no identity" : "no incoming grant";
      log(session.name, `${nameOf(identity)} may not receive calls: its token has ${lack}`);
      this.#note(session, "refused", `its token has ${lack}`);
      refuse(session, 31201);
      return;
    }
    // The SDK repeats its registration every 30 s. That does not make the device the newest.
    if (!this.#identities.has(session)) {
      log(session.name, `${identity} is registered`);
      this.#identities.set(session, identity);
      this.#note(session, "registered");
    }
    session.send({ type: "ready", payload: {} });
  }

  /** Removes the registration of a device whose session has closed. */
  sessionClosed(session: SignallingSession): void {
    const { identity } = session;
    if (this.#identities.delete(session)) this.options.log(session.name, `${identity} is gone`);
    if (identity !== undefined) this.#note(session, "gone");
  }

  /** Whether the device can be rung. */
  isRegistered(session: SignallingSession): boolean {
    return this.#identities.has(session);
  }

  #note(session: SignallingSession, event: DeviceEvent["event"], why?: string): void {
    const { name, identity, edge } = session;
    this.options.journal?.add({ kind: "device", name, identity, edge, event, why });
  }

  #admit(session: SignallingSession, verdict: TokenVerdict, reconnectSeconds: number): void {
    const { clock, log } = this.options;
    // The socket may have closed while the token was being verified.
    if (session.state.kind === "closed") return;
    if (!verdict.ok) {
      log(session.name, `token refused (${verdict.code}): ${verdict.why}`);
      this.#note(session, "refused", `${verdict.code}: ${verdict.why}`);
      refuse(session, verdict.code);
      return;
    }
    const { grant } = verdict;
    if (session.identity !== grant.identity) this.#identities.delete(session);
    const ttlMs = grant.expiresAt * 1000 - clock.now();
    if (session.state.kind === "listening") session.state.cancelExpiry();
    session.state = {
      kind: "listening",
      grant,
      reconnectSeconds,
      cancelExpiry: clock.after(ttlMs, () => this.#expire(session)),
    };
    // Rounded up: a token for 3600 s is good for 3600 s to an SDK that gets it a moment later.
    const ttl = Math.ceil(ttlMs / 1000);
    log(session.name, `${nameOf(grant.identity)} listens at ${session.edge}, token good for ${ttl} s`);
    this.#note(session, "listens", `its token is good for ${ttl} s`);
    session.send({
      type: "connected",
      payload: {
        ...edgeFacts(session.edge),
        gateway: session.name,
        token: { ...(grant.identity === undefined ? {} : { identity: grant.identity }), ttl },
      },
    });
  }

  /** The device keeps its calls. Until it sends a new token it can neither call nor be rung. */
  #expire(session: SignallingSession): void {
    if (session.state.kind !== "listening") return;
    const { grant, reconnectSeconds } = session.state;
    this.options.log(session.name, `the token of ${nameOf(grant.identity)} has expired`);
    this.#note(session, "token expired");
    const wasRegistered = this.#identities.delete(session);
    session.state = { kind: "expired", identity: grant.identity, reconnectSeconds };
    refuse(session, 31205);
    if (wasRegistered) session.send({ type: "offline", payload: {} });
  }
}

/** An identity in the log. */
function nameOf(identity: string | undefined): string {
  return identity ?? "a device without identity";
}

function refuse(session: SignallingSession, code: TokenErrorCode): void {
  session.send({ type: "error", payload: { error: signalError(code) } });
}
