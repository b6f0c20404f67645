import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import * as configuration from "@/lib/env";
import { clientAddress } from "./client-address";

beforeAll(setTestEnvironment);
afterEach(() => vi.restoreAllMocks());

test.each([
  ["the only entry", { "x-forwarded-for": "192.0.2.1" }, "192.0.2.1"],
  [
    "the last of several entries, which our own proxy wrote",
    { "x-forwarded-for": "1.1.1.1, 192.0.2.1" },
    "192.0.2.1",
  ],
  ["an IPv4 address within IPv6", { "x-forwarded-for": "::ffff:192.0.2.1" }, "192.0.2.1"],
  [
    "the first 64 bits of an IPv6 address",
    { "x-forwarded-for": "2001:db8:1:2:3:4:5:6" },
    "2001:0db8:0001:0002",
  ],
  ["an abbreviated IPv6 address", { "x-forwarded-for": "2001:DB8::1" }, "2001:0db8:0000:0000"],
  ["the loopback address", { "x-forwarded-for": "::1" }, "0000:0000:0000:0000"],
  ["no header of Vercel's elsewhere", { "x-vercel-forwarded-for": "1.1.1.1", "x-real-ip": "2.2.2.2" }, ""],
  ["no header", {}, ""],
  ["a malformed entry, cut to 64 characters", { "x-forwarded-for": "x".repeat(100) }, "x".repeat(64)],
])("clientAddress reads %s", (_name, headers, expected) => {
  expect(clientAddress(new Headers(headers as Record<string, string>))).toBe(expected);
});

test.each([
  [2, "1.1.1.1, 192.0.2.1, 10.0.0.1", "192.0.2.1"],
  [2, "192.0.2.1, 10.0.0.1", "192.0.2.1"],
  [2, "1.1.1.1", ""],
  [3, "1.1.1.1, 192.0.2.1, 10.0.0.2, 10.0.0.1", "192.0.2.1"],
  [0, "1.1.1.1", ""],
])("an app behind %i proxies of ours reads %s as %s", (proxies, list, expected) => {
  const real = configuration.env();
  vi.spyOn(configuration, "env").mockReturnValue({ ...real, TRUSTED_PROXIES: proxies });
  expect(clientAddress(new Headers({ "x-forwarded-for": list }))).toBe(expected);
});

test("an app on Vercel reads the platform's headers, not X-Forwarded-For", () => {
  const real = configuration.env();
  vi.spyOn(configuration, "env").mockReturnValue({ ...real, VERCEL: "1" });
  const headers = { "x-forwarded-for": "1.1.1.1", "x-real-ip": "192.0.2.2" };
  expect(clientAddress(new Headers(headers))).toBe("192.0.2.2");
  expect(clientAddress(new Headers({ ...headers, "x-vercel-forwarded-for": "192.0.2.3" }))).toBe("192.0.2.3");
});
