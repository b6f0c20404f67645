import "server-only";
import { isIPv6 } from "node:net";
import { env } from "@/lib/env";

/**
 * The network address that limits are kept for.
 *
 * Anybody can send `X-Forwarded-For`; each proxy appends the address it saw. So as many entries at its end as there
 * are proxies of ours were written by machines of ours, the first of these being the client's address, and the earlier
 * ones are the client's own claim. A shorter list did not come through all of our proxies, and says nothing. On Vercel
 * the platform writes its own header and removes the client's.
 *
 * Reached without any proxy, Next fills the header in only when it is absent, so there a client could choose its
 * address, and Next does not tell the socket's. Told that there is no proxy, we keep one limit for all addresses
 * together. (The limit per account does not rest on any of this.)
 *
 * Of an IPv6 address the first 64 bits count, since every household has 2^64 of the rest.
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
