import { env } from "./env";

/** The headers of a request, as `Request` has them and as Next gives them to pages. */
interface SentHeaders {
  get(name: string): string | null;
}

/**
 * The origin of the page that a request comes from: one of the configured ones, or the default. Anybody can send any
 * Host, so it only chooses among them.
 */
export function pageOrigin(headers: SentHeaders): string {
  const scheme = headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  for (const name of ["x-forwarded-host", "host"]) {
    const host = headers.get(name)?.split(",")[0]?.trim().toLowerCase();
    const found = [...env().origins].filter((origin) => new URL(origin).host === host);
    const origin = found.find((one) => one.startsWith(`${scheme}:`)) ?? found[0];
    if (origin) return origin;
  }
  return defaultOrigin();
}

/** Where other sites, such as GitHub, send people back to. The address is registered with them, so there is only one. */
export function providerOrigin(): string {
  const { NEXTAUTH_URL, APP_URL } = env();
  return NEXTAUTH_URL ?? APP_URL;
}

function defaultOrigin(): string {
  const { VERCEL_ENV, VERCEL_URL } = env();
  // A preview is never the production site, whose address APP_URL is by default.
  return VERCEL_ENV === "preview" && VERCEL_URL ? new URL(`https://${VERCEL_URL}`).origin : providerOrigin();
}

/**
 * The name of a cookie of ours for pages of `origin`.
 *
 * Browsers share cookies between all ports of a host, so the name has the port: two copies on one machine, or another
 * project on it, must not overwrite each other's cookies. `__Host-` keeps other hosts of the same domain from setting
 * it (RFC 6265bis, section 4.1.3.2).
 */
export function cookieName(purpose: string, origin: string): string {
  const { port } = new URL(origin);
  return `${isHttps(origin) ? "__Host-" : ""}browser-phone${port && `-${port}`}.${purpose}`;
}

/** The attributes of every cookie of ours. `Secure` follows the page: on a page without TLS it would not be kept. */
export function cookieOptions(origin: string) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(origin) } as const;
}

function isHttps(origin: string): boolean {
  return origin.startsWith("https:");
}
