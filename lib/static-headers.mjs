/** Of every response of an app that is on https. */
export const strictTransport = "max-age=63072000; includeSubDomains";

/** The policy of an answer of the API, which is no page. proxy.ts gives pages theirs. */
export const apiHeaders = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'" };

/**
 * Of the phone's sounds, the icons and the browser check, which change rarely. Without it a browser asks for each of them
 * again at each opening of the page, and over HTTP/1.1 the phone's own requests wait behind them.
 */
export const rarelyChanged = { "Cache-Control": "public, max-age=86400" };

/**
 * Headers of every response. next.config.js sets them, so that responses that do not go through proxy.ts have them
 * too. This file is JavaScript because next.config.js is.
 * @type {Readonly<Record<string, string>>}
 */
export const staticHeaders = {
  "Permissions-Policy":
    "microphone=(self), speaker-selection=(self), camera=(), geolocation=(), payment=(), usb=()",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};
