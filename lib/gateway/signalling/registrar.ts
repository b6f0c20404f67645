import type { Clock } from "../base/clock";
import type { Log } from "../base/log";
import { edgeFacts } from "./edges";
import type { ClientPayload } from "./protocol";
import type { Registry } from "./registry";
import type { SignallingSession } from "./signalling-session";
import { type TokenErrorCode, type TokenIssuer, tokenError, verifyToken } from "./token";

export interface RegistrarOptions {
  issuer: TokenIssuer;
  registry: Registry;
  clock: Clock;
  log: Log;
}

/** Decides who a device is, by its token, and whether it can be rung. */
export class Registrar {
  constructor(readonly options: RegistrarOptions) {}

  /** `listen`: the first message of a socket, and again with each new token. */
  handleListen(session: SignallingSession, { token, reconnectTimeout }: ClientPayload<"listen">): void {
    const { issuer, clock, log, registry } = this.options;
    const verdict = verifyToken(token, issuer, clock.now());
    if (!verdict.ok) {
      log(session.name, `token refused (${verdict.code}): ${verdict.why}`);
      this.#refuse(session, verdict.code);
      return;
    }
    const { grant } = verdict;
    if (session.identity !== grant.identity) registry.remove(session);
    const ttlMs = grant.expiresAt * 1000 - clock.now();
    if (session.state.kind === "listening") session.state.cancelExpiry();
    session.state = {
      kind: "listening",
      grant,
      reconnectSeconds: reconnectTimeout,
      cancelExpiry: clock.after(ttlMs, () => this.#expire(session)),
    };
    const ttl = Math.floor(ttlMs / 1000);
    log(session.name, `${grant.identity} listens at ${session.edge}, token good for ${ttl} s`);
    session.send({
      type: "connected",
      payload: {
        ...edgeFacts(session.edge),
        gateway: session.name,
        token: { identity: grant.identity, ttl },
      },
    });
  }

  /** `register`: makes the device reachable, or with `audio: false` unreachable. */
  handleRegister(session: SignallingSession, { media }: ClientPayload<"register">): void {
    const { registry, log } = this.options;
    if (!media.audio) {
      if (registry.remove(session)) log(session.name, `${session.identity} has unregistered`);
      session.send({ type: "offline", payload: {} });
      return;
    }
    if (session.state.kind !== "listening") {
      this.#refuse(session, session.state.kind === "expired" ? 31205 : 31204);
      return;
    }
    const { identity, mayReceive } = session.state.grant;
    if (!mayReceive) {
      log(session.name, `${identity} may not receive calls: its token has no incoming grant`);
      this.#refuse(session, 31201);
      return;
    }
    if (!registry.has(session)) log(session.name, `${identity} is registered`);
    registry.add(identity, session);
    session.send({ type: "ready", payload: {} });
  }

  /** The socket has closed. */
  sessionClosed(session: SignallingSession): void {
    const { identity } = session;
    if (this.options.registry.remove(session)) this.options.log(session.name, `${identity} is gone`);
  }

  /** Its calls go on; nothing new can begin, and nobody can ring it, until a new token comes. */
  #expire(session: SignallingSession): void {
    if (session.state.kind !== "listening") return;
    const { grant, reconnectSeconds } = session.state;
    this.options.log(session.name, `the token of ${grant.identity} has expired`);
    const wasRegistered = this.options.registry.remove(session);
    session.state = { kind: "expired", identity: grant.identity, reconnectSeconds };
    this.#refuse(session, 31205);
    if (wasRegistered) session.send({ type: "offline", payload: {} });
  }

  #refuse(session: SignallingSession, code: TokenErrorCode): void {
    session.send({ type: "error", payload: { error: tokenError(code) } });
  }
}
