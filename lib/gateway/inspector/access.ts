import type { IncomingMessage } from "node:http";
import { equalSecrets } from "../base/secret";
import { newSecret } from "../base/sid";

/** The names by which a browser on this machine reaches the gateway, with or without a port. */
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Headers that proxies and tunnels add: who sends them is not, or need not be, on this machine. */
const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/**
 * Decides who may use the inspector: who is on this machine and knows the control secret.
 *
 * A browser shows the secret once and gets a cookie for it. The cookie holds a random value and not the secret, because
 * browsers send a host the cookies of all its ports. It is good until the gateway stops.
 */
export class Access {
  readonly #session = newSecret(32);

  /** @param secret the control secret; without one nobody may */
  constructor(readonly secret: string | undefined) {}

  /**
   * Why a request does not come from this machine; undefined: it does.
   * The Host counts too: a page whose name an attacker leads to 127.0.0.1 (DNS rebinding) sends its own name.
   */
  foreign(request: IncomingMessage): string | undefined {
    if (!isLoopback(request.socket.remoteAddress)) return "only for this machine";
    if (!LOCAL_HOST.test(request.headers.host ?? "")) return "open it as localhost, 127.0.0.1 or [::1]";
    if (isFromOtherPage(request)) return "not for the pages of other origins";
    if (PROXY_HEADERS.some((name) => request.headers[name] !== undefined)) return "not through a proxy";
    return undefined;
  }

  /** Whether this is the control secret. */
  isSecret(text: string): boolean {
    return this.secret !== undefined && equalSecrets(text, this.secret);
  }

  /** Whether a request has the cookie, or the secret as the control API takes it. */
  isKnown(request: IncomingMessage): boolean {
    if (this.secret === undefined) return false;
    return this.#hasSecret(request) || equalSecrets(cookieOf(request), this.#session);
  }

  /**
   * Whether a request that changes something was meant to. A browser sends the origin of the page with each of them. A
   * program without a browser shows the secret itself, which no page can make a browser do.
   */
  isMeant(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return this.#hasSecret(request);
    return origin === `${isSecure(request) ? "https" : "http"}://${host}`;
  }

  /** The `Set-Cookie` for a browser that has shown the secret. */
  setCookie(request: IncomingMessage): string {
    const secure = isSecure(request) ? "; Secure" : "";
    return `${cookieName(request)}=${this.#session}; Path=/inspector; HttpOnly; SameSite=Strict${secure}`;
  }

  #hasSecret(request: IncomingMessage): boolean {
    const { authorization = "" } = request.headers;
    return this.secret !== undefined && equalSecrets(authorization, `Bearer ${this.secret}`);
  }
}

/** Whether a peer's address is one of this machine's own: 127.0.0.0/8 or ::1. */
function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address);
}

/**
 * Whether a page of another origin asks for something, though it may not read the answer. Pages of other ports of this machine are of
 * the same site, so that browsers send the cookie with it. Opening the inspector by a link is no such request.
 */
function isFromOtherPage({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"] ?? "none";
  return site !== "same-origin" && site !== "none" && headers["sec-fetch-mode"] !== "navigate";
}

function isSecure({ socket }: IncomingMessage): boolean {
  return "encrypted" in socket && socket.encrypted === true;
}

/** Of each port its own, so that two gateways do not sign each other out. */
function cookieName({ socket }: IncomingMessage): string {
  return `voice_gateway_inspector_${socket.localPort ?? 0}`;
}

/** The value of the cookie; empty: there is none. */
function cookieOf(request: IncomingMessage): string {
  const start = `${cookieName(request)}=`;
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length) ?? "";
}
