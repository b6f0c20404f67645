import { afterEach, describe, expect, it, vi } from "vitest";
import { EnvError, parseEnv } from "./env";

const hex = "0123456789abcdef".repeat(2);
const voice = {
  TWILIO_ACCOUNT_SID: `AC${hex}`,
  TWILIO_AUTH_TOKEN: hex,
  TWILIO_API_KEY: `SK${hex}`,
  TWILIO_API_SECRET: hex,
  TWILIO_TWIML_APP_SID: `AP${hex}`,
};
const complete = { ...voice, NEXTAUTH_SECRET: hex };
const gateway = "ws://localhost:3001/signal";

function messageOf(source: Record<string, string | undefined>): string {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("parseEnv", () => {
  it("chooses twilio mode with the five values, and local mode if the gateway's address is set", () => {
    expect(parseEnv(complete).mode).toBe("twilio");
    expect(parseEnv({ ...complete, VOICE_GATEWAY_URL: gateway }).mode).toBe("local");
  });

  it("finds the REST interface at Twilio, at the gateway in local mode, or where it is told to", () => {
    const at = (more: Record<string, string>) => parseEnv({ ...complete, ...more }).TWILIO_API_URL;
    expect(at({})).toBe("https://api.twilio.com");
    expect(at({ TWILIO_API_URL: "" })).toBe("https://api.twilio.com");
    expect(at({ VOICE_GATEWAY_URL: gateway })).toBe("http://localhost:3001");
    expect(at({ VOICE_GATEWAY_URL: "wss://gateway.example:8443/signal" })).toBe(
      "https://gateway.example:8443",
    );
    for (const url of ["https://api.dublin.ie1.twilio.com", "http://127.0.0.1:4010"]) {
      expect(at({ TWILIO_API_URL: url })).toBe(url);
    }
  });

  it("can push with a pair of keys, and names whom push services may ask", () => {
    expect(parseEnv(complete).vapid).toBeNull();
    const keys = { VAPID_PUBLIC_KEY: `B${"p".repeat(86)}`, VAPID_PRIVATE_KEY: "v".repeat(43) };
    const subjectOf = (more: Record<string, string>) =>
      parseEnv({ ...complete, ...keys, ...more }).vapid?.subject;
    expect(subjectOf({ APP_URL: "https://phone.example.com" })).toBe("https://phone.example.com");
    expect(subjectOf({})).toMatch(/^mailto:/);
    expect(subjectOf({ VAPID_SUBJECT: "mailto:ann@example.org" })).toBe("mailto:ann@example.org");
    for (const name of ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY"]) {
      expect(messageOf({ ...complete, ...keys, [name]: "" })).toContain(`${name}: missing`);
      expect(messageOf({ ...complete, ...keys, [name]: "x" })).toContain(`${name}: is not such a key`);
    }
    expect(messageOf({ ...complete, VAPID_SUBJECT: "mailto:ann@example.org" })).toContain(
      "VAPID_PUBLIC_KEY: missing",
    );
    expect(messageOf({ ...complete, ...keys, VAPID_SUBJECT: "ann" })).toContain("VAPID_SUBJECT: must be");
  });

  it("takes more push services by their names, and servers of this machine in local mode only", () => {
    const services = (PUSH_SERVICES: string, more = {}) =>
      parseEnv({ ...complete, ...more, PUSH_SERVICES }).PUSH_SERVICES;
    expect(parseEnv(complete).PUSH_SERVICES).toEqual([]);
    expect(services(" push.example.org, *.Example.com ,")).toEqual(["push.example.org", "*.example.com"]);
    expect(services("http://127.0.0.1:5999", { VOICE_GATEWAY_URL: gateway })).toEqual([
      "http://127.0.0.1:5999",
    ]);
    expect(messageOf({ ...complete, PUSH_SERVICES: "http://127.0.0.1:5999" })).toContain("local mode only");
    for (const wrong of [
      "localhost",
      "10.0.0.1",
      "push",
      "*",
      "*.com.",
      "http://10.0.0.1",
      "a.internal",
      "[::1]",
    ]) {
      const message = messageOf({ ...complete, VOICE_GATEWAY_URL: gateway, PUSH_SERVICES: wrong });
      expect(message, wrong).toContain("PUSH_SERVICES: must be");
    }
  });

  it("does not send the API key's secret unencrypted to another machine", () => {
    for (const url of [
      "http://api.twilio.com",
      "http://10.0.0.1",
      "ftp://api.twilio.com",
      "api.twilio.com",
    ]) {
      expect(messageOf({ ...complete, TWILIO_API_URL: url })).toContain("TWILIO_API_URL: ");
    }
  });

  it.each(Object.keys(voice))("names %s if it is missing, empty or malformed", (name) => {
    for (const none of [undefined, ""]) {
      expect(messageOf({ ...complete, [name]: none })).toContain(`${name}: missing`);
    }
    for (const value of [undefined, "", "x"]) {
      const message = messageOf({ ...complete, [name]: value });
      expect(message).toContain(`${name}: `);
      for (const other of Object.keys(voice)) if (other !== name) expect(message).not.toContain(`${other}:`);
    }
  });

  it("names every field that is wrong and shows no value", () => {
    const message = messageOf({
      ...complete,
      TWILIO_ACCOUNT_SID: "nonsense-value",
      TWILIO_API_KEY: undefined,
    });
    expect(message).toContain("TWILIO_ACCOUNT_SID: must be AC");
    expect(message).toContain("TWILIO_API_KEY: missing");
    expect(message).not.toContain("nonsense-value");
  });

  it("refuses an auth token that is short enough to guess", () => {
    expect(messageOf({ ...complete, TWILIO_AUTH_TOKEN: "12345" })).toContain("TWILIO_AUTH_TOKEN");
  });

  it("limits calls without being told to", () => {
    expect(parseEnv(complete)).toMatchObject({
      CALL_MAX_MINUTES: 240,
      CALLS_AT_ONCE_PER_PERSON: 4,
      CALLS_PER_HOUR_PER_PERSON: 300,
      CALLS_PER_DAY_PER_PERSON: 1_500,
      CALLS_AT_ONCE: 200,
      CALLS_PER_HOUR: 5_000,
      CALLS_PER_DAY: 20_000,
      SIGN_UP: "open",
      CALLING: "on",
    });
    expect(parseEnv({ ...complete, CALL_MAX_MINUTES: "30" }).CALL_MAX_MINUTES).toBe(30);
  });

  it.each([
    ["CALL_MAX_MINUTES", "a whole number from 1 to 240"],
    ["CALLS_AT_ONCE_PER_PERSON", "a whole number from 1 to 1000000"],
    ["CALLS_PER_HOUR_PER_PERSON", "a whole number from 1 to 1000000"],
    ["CALLS_PER_DAY_PER_PERSON", "a whole number from 1 to 1000000"],
    ["CALLS_AT_ONCE", "a whole number from 1 to 1000000"],
    ["CALLS_PER_HOUR", "a whole number from 1 to 1000000"],
    ["CALLS_PER_DAY", "a whole number from 1 to 1000000"],
    ["SIGN_UP", "open, invitation or closed"],
    ["CALLING", "on or paused"],
  ])("says what %s must be", (name, expected) => {
    for (const value of ["0", "-1", "1.5", "1e3", "0x10", "99999999", "yes", " "]) {
      expect(messageOf({ ...complete, [name]: value })).toBe(
        `The configuration is not complete:\n  ${name}: must be ${expected}`,
      );
    }
  });

  it("refuses local mode and the embedded database on Vercel", () => {
    const vercel = { ...complete, VERCEL: "1", DATABASE_URL: "postgres://db.example/phone" };
    expect(messageOf(vercel)).toBe("accepted");
    expect(messageOf({ ...vercel, VOICE_GATEWAY_URL: gateway })).toContain("refused on Vercel");
    for (const none of [undefined, ""]) {
      expect(messageOf({ ...vercel, DATABASE_URL: none })).toContain("DATABASE_URL: missing");
    }
  });

  it.each([
    ["http://localhost:3000", true],
    ["https://localhost", true],
    ["http://phone.localhost:3000", true],
    ["http://127.0.0.1:3000", true],
    ["http://127.8.9.10:3000", true],
    ["http://2130706433:3000", true],
    ["http://[::1]:3000", true],
    ["https://phone.example", false],
    ["http://phone.example:3000", false],
    ["http://192.168.1.5:3000", false],
    ["http://0.0.0.0:3000", false],
    ["http://[::]:3000", false],
    ["http://localhost.evil.example", false],
    ["http://evillocalhost:3000", false],
    ["http://127.0.0.1.evil.example", false],
    ["https://x.trycloudflare.com", false],
  ])("local mode with its pages at %s: %s", (url, isAccepted) => {
    const local = { ...complete, VOICE_GATEWAY_URL: gateway };
    for (const name of ["APP_URL", "NEXTAUTH_URL"]) {
      const message = messageOf({ ...local, [name]: url });
      if (isAccepted) expect(message).toBe("accepted");
      else expect(message).toMatch(new RegExp(`${name}: must be an address of this machine.*five TWILIO_`));
      expect(messageOf({ ...complete, [name]: url })).toBe("accepted");
    }
  });

  it("refuses local mode at an address that it takes from Vercel's variables", () => {
    const local = { ...complete, VOICE_GATEWAY_URL: gateway, VERCEL_PROJECT_PRODUCTION_URL: "p.vercel.app" };
    expect(messageOf(local)).toContain("APP_URL: must be an address of this machine");
  });

  it("refuses a sign-in provider with only one of its two values", () => {
    expect(messageOf({ ...complete, GITHUB_ID: "x" })).toContain("GITHUB_SECRET: missing");
  });

  it("takes the public origin from APP_URL, else from Vercel, else localhost", () => {
    expect(parseEnv({ ...complete, APP_URL: "https://phone.example" }).APP_URL).toBe("https://phone.example");
    expect(parseEnv({ ...complete, VERCEL_PROJECT_PRODUCTION_URL: "p.vercel.app" }).APP_URL).toBe(
      "https://p.vercel.app",
    );
    expect(parseEnv({ ...complete, PORT: "4000" }).APP_URL).toBe("http://localhost:4000");
  });

  it("keeps the spelling of APP_URL for signatures and uses the normal form elsewhere", () => {
    const parsed = parseEnv({ ...complete, APP_URL: "HTTPS://Phone.Example.com:443/" });
    expect(parsed.APP_URL).toBe("https://phone.example.com");
    expect(parsed.origins).toEqual(new Set(["https://phone.example.com"]));
    expect(parsed.signedUrls).toContain("HTTPS://Phone.Example.com:443");
  });

  it.each([
    ["https://phone.example/app", "APP_URL: must not contain a path"],
    ["https://user:hush@phone.example", "APP_URL: must not contain a user name"],
    ["phone.example", "APP_URL: must begin with"],
  ])("refuses APP_URL %s by name", (APP_URL, message) => {
    expect(messageOf({ ...complete, APP_URL })).toContain(message);
    expect(messageOf({ ...complete, APP_URL })).not.toContain("hush");
  });

  it("takes next-auth's usual forms of NEXTAUTH_URL, and no other path", () => {
    for (const end of ["", "/", "/api/auth"]) {
      const { NEXTAUTH_URL } = parseEnv({ ...complete, NEXTAUTH_URL: `https://Phone.example${end}` });
      expect(NEXTAUTH_URL).toBe("https://phone.example");
    }
    expect(messageOf({ ...complete, NEXTAUTH_URL: "https://phone.example/x" })).toContain("NEXTAUTH_URL: ");
  });

  it.each([
    ["http://redis", "must begin with redis://"],
    ["redis://", "is not an address"],
    ["redis://user:p@ss#hush@redis", "percent-encoded"],
    ["rediss://user:hu/sh@redis", "percent-encoded"],
    ["redis://redis/hush", "number of a database"],
  ])("refuses REDIS_URL %s and says why", (REDIS_URL, message) => {
    expect(messageOf({ ...complete, REDIS_URL })).toContain("REDIS_URL: ");
    expect(messageOf({ ...complete, REDIS_URL })).toContain(message);
    expect(messageOf({ ...complete, REDIS_URL })).not.toContain("hush");
  });

  it.each(["redis://127.0.0.1", "rediss://default:p%40ss@eu1.redis.example:6380/3", "redis://:pass@redis/"])(
    "takes REDIS_URL %s",
    (REDIS_URL) => {
      expect(parseEnv({ ...complete, REDIS_URL }).REDIS_URL).toBe(REDIS_URL);
    },
  );

  it.each([
    ["mysql://db/phone", "must begin with postgres://"],
    ["postgres://user:p@ss#hush/x@db/phone", "percent-encoded"],
    ["postgres://db/phone?sslmode=on", "sslmode"],
  ])("refuses DATABASE_URL %s and says why", (DATABASE_URL, message) => {
    expect(messageOf({ ...complete, DATABASE_URL })).toContain(`DATABASE_URL: `);
    expect(messageOf({ ...complete, DATABASE_URL })).toContain(message);
    expect(messageOf({ ...complete, DATABASE_URL })).not.toContain("hush");
  });

  it("takes Twilio's region, and the edge that belongs to it unless another is chosen", () => {
    const locationOf = (more: Record<string, string>) => {
      const { TWILIO_REGION, TWILIO_EDGE } = parseEnv({ ...complete, ...more });
      return [TWILIO_REGION, TWILIO_EDGE];
    };
    expect(locationOf({})).toEqual([undefined, undefined]);
    expect(locationOf({ TWILIO_REGION: "ie1" })).toEqual(["ie1", "dublin"]);
    expect(locationOf({ TWILIO_REGION: "AU1 " })).toEqual(["au1", "sydney"]);
    expect(locationOf({ TWILIO_REGION: "us1" })).toEqual(["us1", undefined]);
    expect(locationOf({ TWILIO_REGION: "ie1", TWILIO_EDGE: "frankfurt" })).toEqual(["ie1", "frankfurt"]);
    expect(locationOf({ TWILIO_EDGE: "tokyo" })).toEqual([undefined, "tokyo"]);
    // The local gateway is in no region.
    expect(locationOf({ TWILIO_REGION: "ie1", VOICE_GATEWAY_URL: gateway })).toEqual([undefined, undefined]);
    for (const wrong of ["ie1.example.com", "-", "https://x"]) {
      expect(messageOf({ ...complete, TWILIO_REGION: wrong })).toContain("TWILIO_REGION: ");
      expect(messageOf({ ...complete, TWILIO_EDGE: wrong })).toContain("TWILIO_EDGE: ");
    }
  });

  it("takes every name of this machine for the pages' origin in local mode, and only there", () => {
    const local = parseEnv({ ...complete, VOICE_GATEWAY_URL: gateway, PORT: "4000" });
    const names = ["http://localhost:4000", "http://127.0.0.1:4000", "http://[::1]:4000"];
    expect([...local.origins]).toEqual(names);
    expect([...parseEnv({ ...complete, PORT: "4000" }).origins]).toEqual(["http://localhost:4000"]);
    const named = parseEnv({ ...complete, VOICE_GATEWAY_URL: gateway, APP_URL: "http://phone.localhost" });
    expect([...named.origins]).toEqual(["http://phone.localhost"]);
  });

  it("trusts no proxy unless it is told to", () => {
    expect(parseEnv(complete).TRUSTED_PROXIES).toBe(0);
    expect(parseEnv({ ...complete, TRUSTED_PROXIES: "2" }).TRUSTED_PROXIES).toBe(2);
  });

  it("takes the pages' origins from APP_URL, NEXTAUTH_URL, and a preview's own addresses", () => {
    const originsOf = (more: Record<string, string>) => [...parseEnv({ ...complete, ...more }).origins];
    const urls = { APP_URL: "https://tunnel.example", NEXTAUTH_URL: "http://localhost:3000" };
    expect(originsOf(urls)).toEqual(["https://tunnel.example", "http://localhost:3000"]);
    const vercel = {
      ...urls,
      VERCEL: "1",
      DATABASE_URL: "postgres://db",
      VERCEL_URL: "a.vercel.app",
      VERCEL_BRANCH_URL: "b.vercel.app",
    };
    expect(originsOf({ ...vercel, VERCEL_ENV: "preview" })).toEqual([
      "https://tunnel.example",
      "http://localhost:3000",
      "https://a.vercel.app",
      "https://b.vercel.app",
    ]);
    expect(originsOf({ ...vercel, VERCEL_ENV: "production" })).toEqual(originsOf(urls));
  });
});

describe("the start of the server", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("writes the names of the fields if the configuration is wrong, and leaves the answers to the app", async () => {
    vi.resetModules();
    vi.stubEnv("NEXT_RUNTIME", "nodejs");
    for (const name of Object.keys(voice)) vi.stubEnv(name, "");
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    const { register } = await import("@/instrumentation");
    await register();
    expect(written).toHaveBeenCalledWith(expect.stringMatching(/TWILIO_AUTH_TOKEN/));
    written.mockRestore();
  });
});
