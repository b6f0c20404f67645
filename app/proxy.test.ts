import { NextRequest } from "next/server";
import { beforeAll, expect, test } from "vitest";
import { setTestEnvironment, testEnvironment } from "@/lib/db/testing/environment";
import { proxy } from "@/proxy";

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
