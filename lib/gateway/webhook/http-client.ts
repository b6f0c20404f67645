import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { HttpMethod } from "./target";

export interface RequestLimits {
  connectMs: number;
  totalMs: number;
}

/** Twilio's, on a webhook (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
export const TWILIO_LIMITS: RequestLimits = { connectMs: 5_000, totalMs: 15_000 };

/** A TwiML document is a few KiB; more than this is a mistake. */
const MAX_BODY_BYTES = 256 * 1024;

export interface HttpReply {
  status: number;
  body: string;
}

/** The request reached nobody: nothing was asked, so that asking again is safe. */
export class ConnectError extends Error {
  override name = "ConnectError";
}

export interface HttpRequest {
  method: HttpMethod;
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/**
 * Makes one HTTP request and reads all of its answer.
 *
 * Rejects with ConnectError when no connection was made in time, and with Error when the answer is not
 * complete in time or longer than 256 KiB.
 */
export function requestOnce(
  { method, url, headers, body }: HttpRequest,
  limits: RequestLimits,
): Promise<HttpReply> {
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    // A connection of its own: one kept from before may be closing at the other end, and what fails on it cannot
    // be told from what was asked and not answered.
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
      reject(connected ? error : new ConnectError(error.message, { cause: error }));
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
