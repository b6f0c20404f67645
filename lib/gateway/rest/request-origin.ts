import type { IncomingMessage } from "node:http";

/** The origin that a request was sent to, such as `http://localhost:3001`: the client reaches the gateway there. */
export function originOf(message: IncomingMessage): string {
  const scheme = "encrypted" in message.socket ? "https" : "http";
  const { host = "" } = message.headers;
  const origin = `${scheme}://${host}`;
  // The header is the client's own. What is no name would make no address.
  if (/^[\w.:[\]-]+$/.test(host) && URL.canParse(origin)) return origin;
  return `${scheme}://localhost:${message.socket.localPort}`;
}
