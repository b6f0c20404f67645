import type { NextConfig } from "next";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";
import { apiHeaders, rarelyChanged, staticHeaders } from "./static-headers.mjs";

const base = { nonce: "bm9uY2U=", gatewayUrl: undefined, development: false };

describe("contentSecurityPolicy", () => {
  it("allows scripts with the nonce only, and no evaluation of strings in production", () => {
    const policy = contentSecurityPolicy(base);
    expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policy).not.toContain("unsafe-eval");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("allows connections to the local gateway in local mode only", () => {
    const local = contentSecurityPolicy({ ...base, gatewayUrl: "ws://localhost:3001/signal" });
    expect(local).toContain(" ws://localhost:3001;");
    expect(contentSecurityPolicy(base)).not.toContain("localhost");
  });
});

describe("the policy of an account in another region", () => {
  it("allows connections to the hosts of that region and edge", () => {
    const policy = contentSecurityPolicy({ ...base, region: "ie1", edge: "dublin" });
    expect(policy).toContain(" wss://voice-js.dublin.twilio.com ");
    expect(policy).toContain(" https://eventgw.ie1.twilio.com ");
    expect(policy).not.toMatch(/roaming|us1/);
    expect(contentSecurityPolicy(base)).toContain(" wss://voice-js.roaming.twilio.com ");
  });
});

describe("securityHeaders", () => {
  it("requires https only if the app is on https", () => {
    expect(securityHeaders("https://phone.example", "p")).toHaveProperty("Strict-Transport-Security");
    expect(securityHeaders("http://localhost:3000", "p")).not.toHaveProperty("Strict-Transport-Security");
  });
});

describe("the headers that are always the same", () => {
  it("are set by Next on every path, whether or not proxy.ts runs", async () => {
    const { default: config } = (await import("@/next.config")) as { default: NextConfig };
    const listOf = (headers: object) => Object.entries(headers).map(([key, value]) => ({ key, value }));
    expect(await config.headers?.()).toEqual([
      { source: "/:path*", headers: listOf(staticHeaders) },
      { source: "/api/:path*", headers: listOf(apiHeaders) },
      { source: "/sounds/:path*", headers: listOf(rarelyChanged) },
      { source: "/:icon(icon.*\\.(?:svg|png)|apple-icon\\.png)", headers: listOf(rarelyChanged) },
      { source: "/browser-check.js", headers: listOf(rarelyChanged) },
    ]);
    expect(Object.keys(rarelyChanged)).toEqual(["Cache-Control"]);
    expect(apiHeaders["Content-Security-Policy"]).toContain("frame-ancestors 'none'");
    expect(staticHeaders["Permissions-Policy"]).toContain("microphone=(self)");
    expect(staticHeaders["X-Frame-Options"]).toBe("DENY");
  });

  it("are different from those of proxy.ts, so that none is sent twice", () => {
    const twice = Object.keys(securityHeaders("https://phone.example", "p")).filter(
      (name) => name in staticHeaders,
    );
    expect(twice).toEqual([]);
  });
});
