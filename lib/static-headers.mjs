/**
 * Headers that every response carries, whatever it is. next.config.js sets them, so that no request misses them by
 * missing proxy.ts; it is JavaScript, and so is this.
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
