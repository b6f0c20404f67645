import type { NextConfig } from "next";
import { unstable_doesMiddlewareMatch as doesMatch } from "next/experimental/testing/server.js";
import { NextRequest } from "next/server";
import { beforeAll, expect, test } from "vitest";
import { setTestEnvironment, testEnvironment } from "@/lib/db/testing/environment";
import { config, proxy } from "@/proxy";
import { largestBody } from "@/scripts/support/guard-request.mjs";

beforeAll(setTestEnvironment);

/** The policy that a browser gets with a page, and the one from which Next takes the nonce of its scripts. */
function policiesOf(headers: Record<string, string> = {}) {
  const { headers: answer } = proxy(new NextRequest(`${testEnvironment.APP_URL}/`, { headers }));
  return {
    browser: answer.get("content-security-policy") ?? "",
    next: answer.get("x-middleware-request-content-security-policy") ?? "",
  };
}

const nonceOf = (policy: string) => /'nonce-([A-Za-z0-9+/=]+)'/.exec(policy)?.[1] ?? "";

test("every page has a policy, and its scripts have the nonce of that policy", () => {
  const { browser, next } = policiesOf();
  expect(browser).toContain("'strict-dynamic'");
  expect(browser).toContain("frame-ancestors 'none'");
  expect(next).toBe(browser);
  expect(nonceOf(browser).length).toBeGreaterThanOrEqual(22);
});

test("each response has a nonce of its own, and a request cannot choose it", () => {
  const chosen = "script-src 'nonce-Y2hvc2VuIGJ5IGEgc3RyYW5nZXI='";
  const policies = Array.from({ length: 50 }, () => policiesOf({ "content-security-policy": chosen }));
  const nonces = new Set(policies.map(({ browser }) => nonceOf(browser)));
  expect(nonces.size).toBe(50);
  expect(nonces.has("Y2hvc2VuIGJ5IGEgc3RyYW5nZXI=")).toBe(false);
  for (const { browser, next } of policies) expect(next).toBe(browser);
});

test("this file sees no request to the API, whose body Next would copy first", () => {
  const seen = (path: string) => doesMatch({ config, nextConfig: {}, url: path });
  expect(["/", "/history", "/call/bob", "/apiary"].filter(seen)).toHaveLength(4);
  expect(["/api", "/api/me", "/api/voice/status", "/api/auth/csrf"].filter(seen)).toEqual([]);
});

test("Next keeps no more of a body than a route takes", async () => {
  const { default: next } = (await import("@/next.config")) as { default: NextConfig };
  const { proxyClientMaxBodySize, serverActions } = next.experimental ?? {};
  expect(proxyClientMaxBodySize).toBeLessThanOrEqual(largestBody);
  expect(serverActions?.bodySizeLimit).toBeLessThanOrEqual(largestBody);
});
