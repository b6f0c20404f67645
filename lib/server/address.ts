import "server-only";
import { isIPv6 } from "node:net";
import { env } from "@/lib/env";

/**
 * The network address that limits are kept for.
 *
 * Anybody can send `X-Forwarded-For`; each proxy appends the address it saw. So only the last entry was written
 * by a machine of ours, and the earlier ones are the client's own claim. On Vercel the platform writes its own
 * header and removes the client's. Reached without any proxy, Next fills the header in only when it is absent,
 * so there a client can choose its address: the limit per account does not rest on it.
 *
 * Of an IPv6 address the first 64 bits count, since every household has 2^64 of the rest.
 */
export function clientAddress(headers: Headers): string {
  const vercel = env().VERCEL ? (headers.get("x-vercel-forwarded-for") ?? headers.get("x-real-ip")) : null;
  const list = vercel ?? headers.get("x-forwarded-for") ?? "";
  return network(list.split(",").at(-1)?.trim() ?? "");
}

function network(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address.slice(0, 64);
  const groups = (address.split("::")[0] ?? "").split(":").filter(Boolean).slice(0, 4);
  while (groups.length < 4) groups.push("0");
  return groups.map((group) => group.toLowerCase().padStart(4, "0")).join(":");
}
