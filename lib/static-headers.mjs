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
