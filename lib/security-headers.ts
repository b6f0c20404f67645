/** The hosts that the Voice SDK talks to (its documented Content-Security-Policy, for the roaming edge). */
const twilioConnect = [
  "https://eventgw.twilio.com",
  // Where the SDK reports to once a call has told it its home region.
  "https://eventgw.us1.twilio.com",
  "wss://voice-js.roaming.twilio.com",
  "https://media.twiliocdn.com",
  "https://sdk.twilio.com",
];
const twilioMedia = ["mediastream:", "https://media.twiliocdn.com", "https://sdk.twilio.com"];

export interface PolicyOptions {
  /** Base64, new for every response. */
  nonce: string;
  /** The local gateway's ws:// URL; undefined in twilio mode. */
  gatewayUrl: string | undefined;
  /** `next dev` evaluates strings and talks to itself over a WebSocket. */
  development: boolean;
}

/**
 * The Content-Security-Policy of a page.
 *
 * Scripts run only with the nonce, or when loaded by one that has it (`strict-dynamic`), so an injected
 * script does not run. Style attributes are allowed: Radix and React position elements with them.
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
 * The headers that proxy.ts adds, with a new nonce for each response or by where the app is served. Those that are
 * always the same are in `static-headers.mjs`: no header is in both, so that none is sent twice.
 */
export function securityHeaders(appUrl: string, policy: string): Record<string, string> {
  return {
    "Content-Security-Policy": policy,
    ...(appUrl.startsWith("https:")
      ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" }
      : {}),
  };
}
