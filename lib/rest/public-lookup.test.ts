import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { describe, expect, test } from "vitest";
import { isPublicAddress, publicLookup } from "./public-lookup";

test.each([
  ["8.8.8.8", true],
  ["142.250.74.74", true],
  ["2a00:1450:4001:80b::200a", true],
  ["127.0.0.1", false],
  ["127.8.8.8", false],
  ["0.0.0.0", false],
  ["10.1.2.3", false],
  ["172.16.0.1", false],
  ["192.168.1.1", false],
  ["100.64.0.1", false],
  ["169.254.169.254", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::", false],
  ["::1", false],
  ["fe80::1", false],
  ["fc00::1", false],
  ["ff02::1", false],
  ["::ffff:10.0.0.1", false],
  ["::ffff:127.0.0.1", false],
  ["64:ff9b::7f00:1", false],
  ["not an address", false],
])("%s is on the internet: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

describe("a look-up", () => {
  /** Looks up a name that leads to these addresses. */
  function found(addresses: readonly LookupAddress[], all: boolean) {
    const find: LookupFunction = (_name, _options, done) =>
      all ? done(null, [...addresses]) : done(null, addresses[0]?.address ?? "", addresses[0]?.family);
    return new Promise((resolve, reject) => {
      publicLookup(find)("push.example.org", { all }, (error, address) =>
        error ? reject(error) : resolve(address),
      );
    });
  }
  const outside = { address: "8.8.8.8", family: 4 };
  const inside = { address: "10.0.0.1", family: 4 };

  test("gives the addresses of a name on the internet", async () => {
    expect(await found([outside], false)).toBe("8.8.8.8");
    expect(await found([outside], true)).toEqual([outside]);
  });

  test("fails for a name that leads inside, also if other addresses of it do not", async () => {
    await expect(found([inside], false)).rejects.toThrow("inside a network");
    await expect(found([outside, inside], true)).rejects.toThrow("inside a network");
    await expect(found([], true)).rejects.toThrow("inside a network");
  });
});
