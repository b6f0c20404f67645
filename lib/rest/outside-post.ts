import "server-only";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import { NoAnswer, noAnswerOf } from "./bounded-request";
import { publicLookup } from "./public-lookup";

/** A request to an address that somebody else has named. */
export interface OutsidePost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds, from the beginning to the answer's last byte. */
  readonly limitMs: number;
  /** The most bytes of the answer that are read. What comes after them is dropped. */
  readonly bodyLimit: number;
  /** The address may be inside, also without TLS: the operator of this machine has named it. */
  readonly isInsideAllowed?: boolean;
}

/** Of these requests only: a connection that other code has made was not checked. */
const agent = new Agent({ keepAlive: true, lookup: publicLookup() });

/**
 * Posts to a server on the internet, to which an address leads that somebody else has named. It connects to no address
 * inside a network, whatever the name leads to, and follows no redirect: that is an answer like any other. Resolves to the
 * status; throws {@link NoAnswer}.
 *
 * By `node:https`, since the `fetch` of Node.js has no way to check the address that it connects to.
 */
export function postOutside(url: URL, post: OutsidePost): Promise<number> {
  const { headers, body, limitMs, bodyLimit, isInsideAllowed = false } = post;
  if (url.protocol !== "https:" && !isInsideAllowed)
    return Promise.reject(new NoAnswer("other", "NOT_HTTPS"));
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  const way = isInsideAllowed ? { agent: false as const } : { agent };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(noAnswerOf(error));
    const asked = request(url, { method: "POST", headers, ...way });
    const limit = setTimeout(() => asked.destroy(new NoAnswer("timeout", undefined)), limitMs);
    asked.on("close", () => clearTimeout(limit));
    asked.on("error", fail);
    asked.on("response", (answer) => {
      readUpTo(bodyLimit, answer).then(() => resolve(answer.statusCode ?? 0), fail);
    });
    asked.end(body);
  });
}

/** Reads the rest of an answer, so that its connection can be used again, or ends a connection that sends too much. */
async function readUpTo(limit: number, answer: IncomingMessage): Promise<void> {
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) return;
  }
}
