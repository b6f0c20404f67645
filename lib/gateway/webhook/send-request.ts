import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { reason } from "../base/log";

export type HttpMethod = "GET" | "POST";

/** How long (ms) a request may take. */
export interface RequestLimits {
  /** For the connection, TLS included. */
  connectMs: number;
  /** From the beginning of the request to the last byte of the answer. */
  totalMs: number;
}

/** Twilio's limits for webhooks (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
export const TWILIO_LIMITS: RequestLimits = { connectMs: 5_000, totalMs: 15_000 };

/** A TwiML document is a few KiB; more than this is a mistake. */
const MAX_BODY_BYTES = 256 * 1024;

/** A request with a body, which is empty for a GET. */
export interface HttpRequest {
  method: HttpMethod;
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/** The status and the whole body of an answer. */
export interface HttpReply {
  status: number;
  body: string;
}

/** No connection was made: nothing was requested, so that trying again is safe. */
export class ConnectError extends Error {
  override name = "ConnectError";
}

/**
 * Makes one HTTP request and reads all of its answer. Follows no redirect.
 *
 * Rejects with ConnectError when no connection was made in time, and with Error when the answer is not
 * complete in time or longer than 256 KiB.
 */
export function sendRequest(
  { method, url, headers, body }: HttpRequest,
  limits: RequestLimits,
): Promise<HttpReply> {
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    // Each request gets a connection of its own. The other end may be closing one that was kept open, and a failure
    // on that looks the same as a request that was received and not answered.
    const request = (secure ? httpsRequest : httpRequest)(url, { method, headers, agent: false });
    let connected = false;
    const connecting = setTimeout(() => {
      request.destroy(new Error(`no connection within ${limits.connectMs} ms`));
    }, limits.connectMs);
    const answering = setTimeout(() => {
      request.destroy(new Error(`no answer within ${limits.totalMs} ms`));
    }, limits.totalMs);
    request.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        connected = true;
        clearTimeout(connecting);
      });
    });
    request.on("close", () => {
      clearTimeout(connecting);
      clearTimeout(answering);
    });
    request.on("error", (error) => {
      reject(connected ? error : new ConnectError(reason(error), { cause: error }));
    });
    // Node emits no other event for such an answer.
    request.on("upgrade", (_response, socket) => {
      socket.destroy();
      reject(new Error("the answer switches protocols"));
    });
    request.on("response", (response) => {
      readBody(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    });
    request.end(body);
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error(`an answer of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
