import fc from "fast-check";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import * as configuration from "@/lib/env";
import { clientAddress, reduceAddress } from "./client-address";

beforeAll(setTestEnvironment);
afterEach(() => vi.restoreAllMocks());

test.each([
  ["192.0.2.1", ["192.0.2.1", " 192.0.2.1 ", "192.0.2.1:51234", "192.0.2.1:1", '"192.0.2.1:443"']],
  [
    "203.0.113.7",
    [
      "203.0.113.7",
      "::ffff:203.0.113.7",
      "::FFFF:203.0.113.7",
      "::ffff:cb00:7107",
      "::ffff:CB00:7107",
      "0:0:0:0:0:ffff:203.0.113.7",
      "0000:0000:0000:0000:0000:ffff:cb00:7107",
      "[::ffff:203.0.113.7]:51234",
      "[::ffff:cb00:7107]",
      "::ffff:cb00:7107%eth0",
      "64:ff9b::203.0.113.7",
      "64:ff9b::cb00:7107",
    ],
  ],
  [
    "2001:db8:0:0::/64",
    [
      "2001:db8::1",
      "2001:DB8::1",
      "2001:0db8:0000:0000:0000:0000:0000:0001",
      "2001:db8::ffff:ffff:ffff:ffff",
      "2001:db8:0:0:1::",
      "[2001:db8::1]",
      "[2001:db8::1]:443",
      '"[2001:db8::1]:443"',
      "2001:db8::192.0.2.1",
    ],
  ],
  ["2001:db8:1:2::/64", ["2001:db8:1:2::", "2001:db8:1:2:3:4:5:6"]],
  ["fe80:0:0:0::/64", ["fe80::1", "fe80::1%eth0", "[fe80::2%25en0]:80"]],
  ["0:0:0:0::/64", ["::1"]],
  [
    "",
    [
      "",
      "unknown",
      "_hidden",
      "x".repeat(100_000),
      "203.0.113",
      "3405803777",
      "0xcb007107",
      "0313.0.0161.7",
      "203.0.113.256",
      "203.0.113.7.",
      "203.0.113.7:port",
      "203.0.113.7 evil",
      "[203.0.113.7",
      "[2001:db8::1",
      "2001:db8::1::2",
      "phone.example.com",
      "\0",
    ],
  ],
])("counts as %j", (expected, spellings) => {
  expect(spellings.map((text) => [text, reduceAddress(text)])).toEqual(
    spellings.map((text) => [text, expected]),
  );
});

test("an IPv4 address with any port is one client, and so is every address of a /64", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65535 }), (address, port) => {
      expect(reduceAddress(`${address}:${port}`)).toBe(address);
      expect(reduceAddress(`::ffff:${address}`)).toBe(address);
    }),
  );
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      expect(reduceAddress(address)).not.toBe("");
      expect(reduceAddress(address)).toBe(reduceAddress(`[${address}]:9`));
    }),
  );
});

test("any text is reduced without an error, and to few characters", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => reduceAddress(text).length < 30));
});

function configure(change: Partial<configuration.Env>): void {
  vi.spyOn(configuration, "env").mockReturnValue({ ...configuration.env(), ...change });
}

test.each([
  [1, "192.0.2.1", "192.0.2.1"],
  [1, "1.1.1.1, 192.0.2.1", "192.0.2.1"],
  [1, "1.1.1.1, 192.0.2.1:51234", "192.0.2.1"],
  [1, "", ""],
  [2, "1.1.1.1, 192.0.2.1, 10.0.0.1", "192.0.2.1"],
  [2, "192.0.2.1, 10.0.0.1", "192.0.2.1"],
  [2, "1.1.1.1", ""],
  [3, "1.1.1.1, 192.0.2.1, 10.0.0.2, 10.0.0.1", "192.0.2.1"],
  [0, "1.1.1.1", ""],
])("an app behind %i proxies of ours reads %s as %s", (TRUSTED_PROXIES, list, expected) => {
  configure({ TRUSTED_PROXIES });
  expect(clientAddress(new Headers({ "x-forwarded-for": list }))).toBe(expected);
});

test("an app without a proxy, under its own server, reads the address that the server wrote", () => {
  configure({ TRUSTED_PROXIES: 0, OWN_SERVER: "1" });
  expect(clientAddress(new Headers({ "x-forwarded-for": "::ffff:192.0.2.1" }))).toBe("192.0.2.1");
  expect(clientAddress(new Headers())).toBe("");
});

test("an app on Vercel reads the platform's headers, not X-Forwarded-For; elsewhere nobody believes these", () => {
  const headers = { "x-forwarded-for": "1.1.1.1", "x-real-ip": "192.0.2.2:80" };
  expect(clientAddress(new Headers({ "x-real-ip": "192.0.2.2" }))).toBe("");
  configure({ VERCEL: "1" });
  expect(clientAddress(new Headers(headers))).toBe("192.0.2.2");
  expect(clientAddress(new Headers({ ...headers, "x-vercel-forwarded-for": "192.0.2.3" }))).toBe("192.0.2.3");
});
