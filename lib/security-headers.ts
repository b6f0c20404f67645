/** The hosts that the Voice SDK connects to, from its documented Content-Security-Policy for the roaming edge. */
const twilioConnect = [
  "https://eventgw.twilio.com",
  // The SDK sends its events here once a call has told it the home region.
  "https://eventgw.us1.twilio.com",
  "wss://voice-js.roaming.twilio.com",
  "https://media.twiliocdn.com",
  "https://sdk.twilio.com",
];
const twilioMedia = ["mediastream:", "https://media.twiliocdn.com", "https://sdk.twilio.com"];

/** What the policy of a page depends on. */
export interface PolicyOptions {
  /** Base64; a new one for every response. */
  nonce: string;
  /** The local gateway's ws:// URL; undefined in twilio mode. */
  gatewayUrl: string | undefined;
  /** For `next dev`, which evaluates strings and connects to itself with a WebSocket. */
  development: boolean;
}

/**
 * The Content-Security-Policy of a page.
 *
 * A script runs only with the nonce, or if a script with the nonce loads it (`strict-dynamic`). An injected script
 * does not run. Style attributes are allowed, since Radix and React position elements with them.
 */
export function contentSecurityPolicy({ nonce, gatewayUrl, development }: PolicyOptions): string {
  const connect = ["'self'", ...twilioConnect];
  if (gatewayUrl) connect.push(new URL(gatewayUrl).origin);
  if (development) connect.push("ws:");
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": connect,
    "media-src": ["'self'", "blob:", ...twilioMedia],
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'", "https://github.com", "https://accounts.google.com"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}

/**
 * The headers that proxy.ts adds: those that depend on the response's nonce or on the app's address. Headers that are
 * always the same are in `static-headers.mjs`. No header is in both, since it would be sent twice.
 */
export function securityHeaders(appUrl: string, policy: string): Record<string, string> {
  return {
    "Content-Security-Policy": policy,
    ...(appUrl.startsWith("https:")
      ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" }
      : {}),
  };
}
