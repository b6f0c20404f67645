import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { type Log, reason } from "../base/log";
import type { RestReply } from "../rest/rest-reply";

/** Sends an answer: its body as JSON, or its stream as it is. */
export function sendReply(response: ServerResponse, reply: RestReply, log: Log): void {
  const { status, body, stream, headers } = reply;
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  response.writeHead(status, { ...type, "Cache-Control": "no-store", ...headers });
  if (!stream) {
    response.end(body === undefined ? undefined : JSON.stringify(body));
    return;
  }
  // It closes both, whichever of them ends early.
  pipeline(stream, response, (error) => {
    if (error && error.code !== "ERR_STREAM_PREMATURE_CLOSE") log("http", reason(error));
  });
}
