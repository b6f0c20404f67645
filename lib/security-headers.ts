import { strictTransport } from "./static-headers.mjs";

/**
 * The hosts that the Voice SDK connects to, from its documented Content-Security-Policy and `regions.ts`. The SDK sends
 * its events to the host of a region once a call has told it the region.
 */
function twilioConnect(region = "us1", edge = "roaming"): string[] {
  return [
    "https://eventgw.twilio.com",
    `https://eventgw.${region}.twilio.com`,
    `wss://voice-js.${edge}.twilio.com`,
    "https://media.twiliocdn.com",
    "https://sdk.twilio.com",
  ];
}
const twilioMedia = ["mediastream:", "https://media.twiliocdn.com", "https://sdk.twilio.com"];

/** What the policy of a page depends on. */
export interface PolicyOptions {
  /** Base64; a new one for every response. */
  nonce: string;
  /** The local gateway's ws:// URL; undefined in twilio mode. */
  gatewayUrl: string | undefined;
  /** Twilio's region and edge, where they are not the usual ones. */
  region?: string | undefined;
  edge?: string | undefined;
  /** For `next dev`, which evaluates strings and connects to itself with a WebSocket. */
  development: boolean;
}

/**
 * The Content-Security-Policy of a page.
 *
 * A script runs only with the nonce, or if a script with the nonce loads it (`strict-dynamic`). An injected script
 * does not run. Style attributes are allowed, since Radix and React position elements with them.
 */
export function contentSecurityPolicy(options: PolicyOptions): string {
  const { nonce, gatewayUrl, development, region, edge } = options;
  const connect = ["'self'", ...twilioConnect(region, edge)];
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
    ...(appUrl.startsWith("https:") ? { "Strict-Transport-Security": strictTransport } : {}),
  };
}
