import "server-only";
import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** A name led to an address inside a network. The message does not say to which. */
export class InsideAddress extends Error {
  override readonly name = "InsideAddress";
  readonly code = "INSIDE_ADDRESS";
}

/** Whether this is an address on the internet: no network's own, no machine's own, and none that is kept for other uses. */
export function isPublicAddress(address: string): boolean {
  // `process` takes an IPv4 address out of an IPv6 address that holds one.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/**
 * A look-up of names for the `lookup` of a socket, which refuses addresses inside a network. It is made at the moment of the
 * connection and is the only one, so that a name cannot be a public address when it is checked and another one afterwards.
 */
export function publicLookup(find: LookupFunction = lookup as LookupFunction): LookupFunction {
  return (hostname, options, done) => {
    find(hostname, options, (error, found, family) => {
      if (error) return done(error, found, family);
      const all = typeof found === "string" ? [found] : found.map(({ address }) => address);
      if (all.length > 0 && all.every(isPublicAddress)) return done(null, found, family);
      done(new InsideAddress("the name leads to an address inside a network"), "", 4);
    });
  };
}
