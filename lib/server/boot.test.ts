import { afterEach, describe, expect, test, vi } from "vitest";
import { EnvError, parseEnv } from "@/lib/env";
import { testEnvironment } from "./testing/environment";

const five = [
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_KEY",
  "TWILIO_API_SECRET",
  "TWILIO_TWIML_APP_SID",
] as const;

function refusal(source: Record<string, string | undefined>): string {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return "";
}

describe("row 5: empty or partial Twilio settings are refused at boot, by name", () => {
  test.each(five)("%s missing, empty, or not of its form", (name) => {
    for (const value of [undefined, "", "x"]) {
      const message = refusal({ ...testEnvironment, [name]: value });
      expect(message).toContain(name);
      for (const other of five) if (other !== name) expect(message).not.toContain(`${other}:`);
    }
  });

  test("no value is told", () => {
    const message = refusal({ ...testEnvironment, TWILIO_AUTH_TOKEN: "secret-but-short" });
    expect(message).not.toContain("secret-but-short");
  });

  test("all five: the mode is local with a gateway, twilio without", () => {
    expect(parseEnv(testEnvironment).mode).toBe("local");
    expect(parseEnv({ ...testEnvironment, VOICE_GATEWAY_URL: "" }).mode).toBe("twilio");
  });

  test("row 22: the local gateway is refused on Vercel", () => {
    expect(refusal({ ...testEnvironment, VERCEL: "1" })).toContain("VOICE_GATEWAY_URL");
  });
});

describe("the server's own start", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("ends with the names when the configuration is wrong", async () => {
    vi.resetModules();
    vi.stubEnv("NEXT_RUNTIME", "nodejs");
    for (const name of five) vi.stubEnv(name, "");
    const { register } = await import("@/instrumentation");
    expect(() => register()).toThrow(/TWILIO_AUTH_TOKEN/);
  });
});
