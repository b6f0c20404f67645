import { Agent, buildConnector, errors, request } from "undici";
import { reason } from "../base/log";
import type { HttpMethod } from "./target";

export interface RequestLimits {
  /** For the connection, TLS included. Kept to within a second: undici counts it on a coarse timer. */
  connectMs: number;
  /** From the beginning of the request to the last byte of the answer. */
  totalMs: number;
}

/** Twilio's limits for webhooks (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
export const TWILIO_LIMITS: RequestLimits = { connectMs: 5_000, totalMs: 15_000 };

/** A TwiML document is a few KiB; more than this is a mistake. */
const MAX_BODY_BYTES = 256 * 1024;

export interface HttpRequest {
  method: HttpMethod;
  url: URL;
  headers: Record<string, string>;
  /** Sent with a POST only. */
  body: string;
}

export interface HttpReply {
  status: number;
  body: string;
}

/** No connection was made: nothing was requested, so that trying again is safe. */
export class ConnectError extends Error {
  override name = "ConnectError";
}

/** Makes single HTTP requests. Follows no redirects, and keeps no connection open between requests. */
export class HttpClient {
  readonly #agent: Agent;

  constructor(readonly limits: RequestLimits = TWILIO_LIMITS) {
    this.#agent = new Agent({
      connect: connector(limits.connectMs),
      // Each request gets a connection of its own. The other end may be closing one that was kept open, and a failure
      // on that looks the same as a request that was received and not answered.
      pipelining: 0,
      maxResponseSize: MAX_BODY_BYTES,
      // `send` limits the whole exchange. Limits on each step would let an answer that trickles in take longer.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Makes one request and reads all of its answer.
   *
   * Rejects with ConnectError when no connection was made in time, and with Error when the answer is not
   * complete in time or longer than 256 KiB.
   */
  async send({ method, url, headers, body }: HttpRequest): Promise<HttpReply> {
    const { totalMs } = this.limits;
    const signal = AbortSignal.timeout(totalMs);
    try {
      const options = { method, headers, signal, dispatcher: this.#agent };
      const answer = await request(url, method === "POST" ? { ...options, body } : options);
      return { status: answer.statusCode, body: await answer.body.text() };
    } catch (cause) {
      if (signal.aborted) throw new Error(`no answer within ${totalMs} ms`, { cause });
      if (cause instanceof errors.ResponseExceededMaxSizeError) {
        throw new Error(`an answer of more than ${MAX_BODY_BYTES} bytes`, { cause });
      }
      throw cause;
    }
  }
}

/** undici's own connector, with failures wrapped in ConnectError. */
function connector(connectMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: connectMs });
  return (options, callback) => {
    connect(options, (...result) => {
      const [error] = result;
      if (error === null) callback(...result);
      else callback(connectError(error, connectMs), null);
    });
  };
}

function connectError(cause: Error, connectMs: number): ConnectError {
  const late = cause instanceof errors.ConnectTimeoutError;
  return new ConnectError(late ? `no connection within ${connectMs} ms` : reason(cause), { cause });
}
