import "server-only";
import { isIPv6 } from "node:net";
import { env } from "@/lib/env";

/**
 * The client's network address, for which limits are counted; empty if it is not known.
 *
 * Anybody can send `X-Forwarded-For`, and each proxy appends the address that it saw. With n proxies of ours
 * (TRUSTED_PROXIES) the last n entries were written by them, the first of these is the client's address, and the
 * entries before it are the client's own claim. A shorter list did not come through all of our proxies and
 * proves nothing. On Vercel the platform writes headers of its own, which a client cannot set.
 *
 * Without any proxy (0) a client could choose its address: Next fills the header in only if it is absent, and does
 * not expose the socket's address. All addresses then share one limit. The limits per account do not depend on this.
 *
 * Of an IPv6 address only the first 64 bits are used, since every household has 2^64 addresses under them.
 */
export function clientAddress(headers: Headers): string {
  const { VERCEL, TRUSTED_PROXIES } = env();
  const vercel = VERCEL ? (headers.get("x-vercel-forwarded-for") ?? headers.get("x-real-ip")) : null;
  if (vercel !== null) return network(vercel.split(",").at(-1)?.trim() ?? "");
  if (TRUSTED_PROXIES === 0) return "";
  const list = headers.get("x-forwarded-for")?.split(",") ?? [];
  return network(list.at(-TRUSTED_PROXIES)?.trim() ?? "");
}

function network(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address.slice(0, 64);
  const groups = (address.split("::")[0] ?? "").split(":").filter(Boolean).slice(0, 4);
  while (groups.length < 4) groups.push("0");
  return groups.map((group) => group.toLowerCase().padStart(4, "0")).join(":");
}
