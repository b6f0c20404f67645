import type { NextConfig } from "next";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";
import { staticHeaders } from "./static-headers.mjs";

const base = { nonce: "bm9uY2U=", gatewayUrl: undefined, development: false };

describe("contentSecurityPolicy", () => {
  it("runs scripts by nonce only, and never evaluates strings in production", () => {
    const policy = contentSecurityPolicy(base);
    expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policy).not.toContain("unsafe-eval");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("lets the page reach the local gateway in local mode only", () => {
    const local = contentSecurityPolicy({ ...base, gatewayUrl: "ws://localhost:3001/signal" });
    expect(local).toContain(" ws://localhost:3001;");
    expect(contentSecurityPolicy(base)).not.toContain("localhost");
  });
});

describe("securityHeaders", () => {
  it("asks for https only where there is https", () => {
    expect(securityHeaders("https://phone.example", "p")).toHaveProperty("Strict-Transport-Security");
    expect(securityHeaders("http://localhost:3000", "p")).not.toHaveProperty("Strict-Transport-Security");
  });
});

describe("the headers that are always the same", () => {
  it("are set by Next itself on every path, proxy.ts or not", async () => {
    const { default: config } = (await import("@/next.config")) as { default: NextConfig };
    const headers = Object.entries(staticHeaders).map(([key, value]) => ({ key, value }));
    expect(await config.headers?.()).toEqual([{ source: "/:path*", headers }]);
    expect(staticHeaders["Permissions-Policy"]).toContain("microphone=(self)");
    expect(staticHeaders["X-Frame-Options"]).toBe("DENY");
  });

  it("are not those of proxy.ts, which would send them twice", () => {
    const twice = Object.keys(securityHeaders("https://phone.example", "p")).filter(
      (name) => name in staticHeaders,
    );
    expect(twice).toEqual([]);
  });
});
