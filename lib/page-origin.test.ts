import { afterEach, describe, expect, it, vi } from "vitest";
import { cookieName, cookieOptions, pageOrigin, providerOrigin } from "./page-origin";

const { values } = vi.hoisted(() => ({ values: {} as Record<string, unknown> }));
vi.mock("./env", () => ({ env: () => values }));

/** Runs as an app with these settings. */
function configure(settings: { APP_URL: string; NEXTAUTH_URL?: string; [name: string]: string | undefined }) {
  const { APP_URL, NEXTAUTH_URL, preview } = settings;
  const origins = new Set([APP_URL, NEXTAUTH_URL, preview].filter((origin) => origin !== undefined));
  Object.assign(values, settings, { origins });
}

afterEach(() => {
  for (const name of Object.keys(values)) delete values[name];
});

const originOf = (headers: Record<string, string>) => pageOrigin(new Headers(headers));

describe("the origin of a page", () => {
  it("is the configured one of the request's host, by the proxy's word first", () => {
    configure({ APP_URL: "https://phone.example", NEXTAUTH_URL: "http://localhost:3000" });
    expect(originOf({ host: "phone.example" })).toBe("https://phone.example");
    expect(originOf({ host: "localhost:3000" })).toBe("http://localhost:3000");
    expect(originOf({ host: "PHONE.example" })).toBe("https://phone.example");
    expect(originOf({ host: "localhost:3000", "x-forwarded-host": "phone.example" })).toBe(
      "https://phone.example",
    );
    expect(originOf({ host: "localhost:3000", "x-forwarded-host": "phone.example, proxy" })).toBe(
      "https://phone.example",
    );
  });

  it("is the default for a host that is not configured, whatever it is", () => {
    configure({ APP_URL: "https://phone.example", NEXTAUTH_URL: "http://localhost:3000" });
    for (const host of ["evil.example", "", "http://[", "phone.example:444", "localhost"]) {
      expect(originOf({ host, "x-forwarded-host": host })).toBe("http://localhost:3000");
    }
    expect(originOf({})).toBe("http://localhost:3000");
    configure({ APP_URL: "https://phone.example", NEXTAUTH_URL: undefined });
    expect(originOf({ host: "app:3000" })).toBe("https://phone.example");
  });

  it("follows the scheme where two origins have the same host", () => {
    configure({ APP_URL: "https://phone.example", NEXTAUTH_URL: "http://phone.example" });
    const at = (scheme: string) => originOf({ host: "phone.example", "x-forwarded-proto": scheme });
    expect(at("http")).toBe("http://phone.example");
    expect(at("https")).toBe("https://phone.example");
    expect(at("odd")).toBe("https://phone.example");
  });

  it("is never the production site's on a preview", () => {
    configure({
      APP_URL: "https://phone.example",
      VERCEL_ENV: "preview",
      VERCEL_URL: "a.vercel.app",
      preview: "https://a.vercel.app",
    });
    expect(originOf({ host: "another.vercel.app" })).toBe("https://a.vercel.app");
    expect(providerOrigin()).toBe("https://phone.example");
  });
});

describe("the cookies of a page", () => {
  it.each([
    ["http://localhost:3000", "browser-phone-3000.session", false],
    ["http://localhost:4000", "browser-phone-4000.session", false],
    ["http://[::1]:3000", "browser-phone-3000.session", false],
    ["http://phone.example", "browser-phone.session", false],
    ["https://phone.example", "__Host-browser-phone.session", true],
    ["https://phone.example:8443", "__Host-browser-phone-8443.session", true],
  ])("on %s: %s, Secure: %s", (origin, name, secure) => {
    expect(cookieName("session", origin)).toBe(name);
    expect(cookieOptions(origin)).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure });
  });
});
