import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

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
  it("keeps the microphone to ourselves and asks for https only where there is https", () => {
    expect(securityHeaders(true)["Permissions-Policy"]).toContain("microphone=(self)");
    expect(securityHeaders(true)["Strict-Transport-Security"]).toBeDefined();
    expect(securityHeaders(false)["Strict-Transport-Security"]).toBeUndefined();
  });
});
