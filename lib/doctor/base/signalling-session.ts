import "server-only";
import { WebSocket } from "ws";
import { NoAnswer, noAnswerOf } from "@/lib/rest/bounded-request";

/** What the signalling service said of a token: that it is good, or why not (the SDK's code, such as 20101). */
export type Verdict =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly code: number | null };

interface SignallingRequest {
  readonly url: string;
  /** The origin of the page that the SDK would run in. */
  readonly origin: string;
  readonly token: string;
  readonly limitMs: number;
}

/** A frame of the service has about 300 bytes. */
const frameLimit = 64 * 1024;

/**
 * Presents an access token to the signalling service as the Voice SDK does, and hangs up. It never registers, so it can
 * neither be rung nor ring. The frames are those of `@twilio/voice-sdk` 2.18 (`lib/twilio/pstream.ts`): `listen`, answered
 * by `connected` or `error`. Throws `NoAnswer`.
 */
export function presentToken({ url, origin, token, limitMs }: SignallingRequest): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      origin,
      handshakeTimeout: limitMs,
      maxPayload: frameLimit,
      followRedirects: false,
      perMessageDeflate: false,
    });
    const timer = setTimeout(() => finish(() => reject(new NoAnswer("timeout", undefined))), limitMs);
    function finish(settle: () => void) {
      clearTimeout(timer);
      // A closing handshake that the other side never answers would keep the process alive.
      socket.terminate();
      settle();
    }
    socket.on("open", () => {
      const payload = { token, reconnectTimeout: 0, browserinfo: { browser: { platform: "doctor" } } };
      socket.send(JSON.stringify({ type: "listen", payload, version: "1.6" }));
    });
    socket.on("message", (data) => {
      const verdict = verdictOf(String(data));
      if (verdict) finish(() => resolve(verdict));
    });
    socket.on("close", () => finish(() => reject(new NoAnswer("other", undefined))));
    socket.on("error", (error) => finish(() => reject(noAnswerOf(error))));
  });
}

/** undefined: a heartbeat, or a frame about something else. */
function verdictOf(frame: string): Verdict | undefined {
  let message: unknown;
  try {
    message = JSON.parse(frame);
  } catch {
    return undefined;
  }
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  if (message.type === "connected") return { accepted: true };
  if (message.type !== "error") return undefined;
  const { payload } = message as { payload?: { error?: { code?: unknown } } };
  const code = payload?.error?.code;
  return { accepted: false, code: typeof code === "number" ? code : null };
}
