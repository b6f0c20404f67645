import "server-only";
import ipaddr from "ipaddr.js";
import { env } from "@/lib/env";

/**
 * The client's network address, for which limits are counted; empty if it is not known, so that all of these share one
 * limit.
 *
 * Anybody can send `X-Forwarded-For`, and each proxy appends the address that it saw. With n proxies of ours
 * (TRUSTED_PROXIES) the last n entries were written by them, the first of these is the client's address, and the
 * entries before it are the client's own claim. A shorter list did not come through all of our proxies and
 * proves nothing. On Vercel the platform writes headers of its own, which a client cannot set.
 *
 * Without any proxy (0) our own server (`scripts/serve.mjs`) replaces the header by the address of the connection.
 * Under any other server Next fills it in only if it is absent, so a client could choose its address.
 */
export function clientAddress(headers: Headers): string {
  const { VERCEL, TRUSTED_PROXIES, OWN_SERVER } = env();
  const vercel = VERCEL ? (headers.get("x-vercel-forwarded-for") ?? headers.get("x-real-ip")) : null;
  if (vercel !== null) return reduceAddress(vercel.split(",").at(-1) ?? "");
  if (TRUSTED_PROXIES === 0 && !OWN_SERVER) return "";
  const list = headers.get("x-forwarded-for")?.split(",") ?? [];
  return reduceAddress(list.at(-Math.max(TRUSTED_PROXIES, 1)) ?? "");
}

/**
 * What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, since every household has 2^64
 * addresses under them. Every spelling gives the same text. Empty for text that is no address.
 *
 * A port is dropped, as some proxies add it and it differs with each connection; a zone too. An IPv4 address that is
 * written within IPv6 (mapped, or translated by NAT64) is that IPv4 address.
 */
export function reduceAddress(text: string): string {
  const address = parseAddress(withoutPort(text.trim().replace(/^"(.*)"$/, "$1")));
  if (!address) return "";
  if (address instanceof ipaddr.IPv4) return address.toString();
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  if (address.range() === "rfc6052") {
    const [high = 0, low = 0] = address.parts.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}

/** The address in `address`, `address:port` (IPv4) or `[address]:port`. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1];
  return bracketed ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // `isValid` would also take 3405803777, 0xcb007107 and 203.113 for IPv4 addresses.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (ipaddr.IPv6.isValid(text)) return ipaddr.IPv6.parse(text);
  return undefined;
}
