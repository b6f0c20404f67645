import type { ServerResponse } from "node:http";

/**
 * Sent with every answer. The page loads its own files only, and its script runs nothing that is written in the page.
 * `same-origin` as the policy of referrers: with `no-referrer` browsers would send `Origin: null` with the form.
 */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** An answer of the inspector. */
export interface PageReply {
  status: number;
  /** With a body, its media type. */
  type?: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

/** The head of an answer that is written bit by bit. */
export function writeHead(response: ServerResponse, { status, type, headers }: PageReply): void {
  response.writeHead(status, {
    ...HEADERS,
    ...(type === undefined ? {} : { "Content-Type": type }),
    ...headers,
  });
}

/** Sends an answer. */
export function respond(response: ServerResponse, reply: PageReply): void {
  writeHead(response, reply);
  response.end(reply.body);
}

/** An answer of a line of text. */
export function plain(status: number, body: string): PageReply {
  return { status, type: "text/plain; charset=utf-8", body: `${body}\n` };
}

/** An answer of JSON. */
export function json(status: number, value: unknown): PageReply {
  return { status, type: "application/json", body: JSON.stringify(value) };
}

/** Leads the browser to a path by GET. */
export function seeOther(path: string, headers: Record<string, string> = {}): PageReply {
  return { status: 303, headers: { ...headers, Location: path } };
}
