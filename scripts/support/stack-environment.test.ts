import { createECDH } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEnv } from "../../lib/env";
import { makeVapidKeys, stackEnvironment } from "./stack-environment.mjs";

const folder = () => mkdtempSync(join(tmpdir(), "browser-phone-values-"));

describe("stackEnvironment", () => {
  it("makes a complete local configuration once, and repeats it the next time", () => {
    const DATA_DIR = folder();
    const first = stackEnvironment({ DATA_DIR });
    expect(parseEnv(first.app as Record<string, string>).mode).toBe("local");
    expect(stackEnvironment({ DATA_DIR })).toEqual(first);
    expect(stackEnvironment({ DATA_DIR: folder() }).app).not.toEqual(first.app);
  });

  it("makes nothing for a command that only looks, and says that nothing is there", () => {
    const DATA_DIR = join(folder(), "none");
    expect(() => stackEnvironment({ DATA_DIR }, { mayMake: false })).toThrow(/has not been started/);
    expect(existsSync(DATA_DIR)).toBe(false);
    const { app } = stackEnvironment({ DATA_DIR });
    expect(stackEnvironment({ DATA_DIR }, { mayMake: false }).app).toEqual(app);
  });

  it("adds the keys of push to the values of an earlier version, which stay as they are", () => {
    const DATA_DIR = folder();
    stackEnvironment({ DATA_DIR });
    const file = join(DATA_DIR, "local-voice.json");
    const { VAPID_PUBLIC_KEY: _, VAPID_PRIVATE_KEY: __, ...earlier } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify(earlier));
    const { app } = stackEnvironment({ DATA_DIR });
    expect(app).toMatchObject(earlier);
    expect(parseEnv(app as Record<string, string>).vapid?.publicKey).toMatch(/^B/);
    expect(stackEnvironment({ DATA_DIR }).app).toEqual(app);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("gives the app a pair that works, or the one of its environment", () => {
    const { app } = stackEnvironment({ DATA_DIR: folder() });
    const { vapid } = parseEnv(app as Record<string, string>);
    const key = createECDH("prime256v1");
    key.setPrivateKey(vapid?.privateKey ?? "", "base64url");
    expect(key.getPublicKey("base64url")).toBe(vapid?.publicKey);
    const own = makeVapidKeys();
    expect(stackEnvironment({ DATA_DIR: folder(), ...own }).app).toMatchObject(own);
    const half = stackEnvironment({ DATA_DIR: folder(), VAPID_PUBLIC_KEY: own.VAPID_PUBLIC_KEY }).app;
    expect(() => parseEnv(half as Record<string, string>)).toThrow("VAPID_PRIVATE_KEY: missing");
  });

  it("makes the generated secrets readable only by their owner", () => {
    const DATA_DIR = folder();
    stackEnvironment({ DATA_DIR });
    expect(statSync(join(DATA_DIR, "local-voice.json")).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["PORT", "abc"],
    ["PORT", "0"],
    ["PORT", "70000"],
    ["PORT", "-1"],
    ["PORT", "3000.5"],
    ["PORT", "1e3"],
    ["PORT", "0x10"],
    ["VOICE_GATEWAY_PORT", "abc"],
    ["VOICE_GATEWAY_PORT", "0"],
    ["VOICE_GATEWAY_PORT", "99999"],
  ])("refuses %s=%s by name, before anything is made", (name, value) => {
    const DATA_DIR = join(folder(), "none");
    expect(() => stackEnvironment({ DATA_DIR, [name]: value })).toThrow(new RegExp(`^${name} must be`));
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  it("refuses one port for both", () => {
    const both = { PORT: "4000", VOICE_GATEWAY_PORT: "4000" };
    expect(() => stackEnvironment({ DATA_DIR: folder(), ...both })).toThrow(/PORT and VOICE_GATEWAY_PORT/);
    expect(() => stackEnvironment({ DATA_DIR: folder(), PORT: "3001" })).toThrow(/both 3001/);
    const { app } = stackEnvironment({ DATA_DIR: folder() }) as { app: Record<string, string> };
    // With Twilio there is no gateway.
    expect(stackEnvironment({ ...app, VOICE_GATEWAY_URL: "", PORT: "3001" }).local).toBe(false);
  });

  it("makes the secrets again if a full disk has left an empty file", () => {
    for (const text of ["", "\n", "\0\0\0"]) {
      const DATA_DIR = folder();
      writeFileSync(join(DATA_DIR, "local-voice.json"), text);
      const { app } = stackEnvironment({ DATA_DIR });
      expect(parseEnv(app as Record<string, string>).mode).toBe("local");
      expect(stackEnvironment({ DATA_DIR }).app).toEqual(app);
    }
  });

  it.each(['{"TWILIO_ACCOUNT_SID": "AC', "null", "[]", "{}", '{"NEXTAUTH_SECRET": 1}'])(
    "names a damaged file and says what to do, and leaves it as it is: %s",
    (text) => {
      const DATA_DIR = folder();
      const file = join(DATA_DIR, "local-voice.json");
      writeFileSync(file, text);
      expect(() => stackEnvironment({ DATA_DIR })).toThrow(`${file} is damaged`);
      expect(readFileSync(file, "utf8")).toBe(text);
    },
  );

  it("names the file if it cannot be written, and leaves nothing", () => {
    const DATA_DIR = join(folder(), "file");
    writeFileSync(DATA_DIR, "not a folder");
    expect(() => stackEnvironment({ DATA_DIR })).toThrow(/local-voice.json cannot be.*DATA_DIR/);
  });

  it("lets the pages of every name of this machine use the gateway", () => {
    const { gateway } = stackEnvironment({ DATA_DIR: folder(), PORT: "4000" });
    expect((gateway as Record<string, string>).VOICE_GATEWAY_ORIGINS).toBe(
      "http://localhost:4000,http://127.0.0.1:4000,http://[::1]:4000",
    );
  });

  it("keeps the spelling of APP_URL for the app, which names what is wrong with it", () => {
    const { app, gateway } = stackEnvironment({ DATA_DIR: folder(), APP_URL: "http://LocalHost:3000/" });
    expect((app as Record<string, string>).APP_URL).toBe("http://LocalHost:3000/");
    expect((gateway as Record<string, string>).VOICE_URL).toBe("http://LocalHost:3000/api/voice/call");
  });

  it("gives app and gateway the same account, and the gateway no session secret", () => {
    const { app, gateway } = stackEnvironment({ DATA_DIR: folder() }) as Record<
      "app" | "gateway",
      Record<string, string>
    >;
    expect(gateway.TWILIO_AUTH_TOKEN).toBe(app.TWILIO_AUTH_TOKEN);
    expect(gateway.VOICE_URL).toBe("http://localhost:3000/api/voice/call");
    expect(gateway.NEXTAUTH_SECRET).toBeUndefined();
  });

  it("has the gateway keep its recordings in the data folder, unless told otherwise", () => {
    const DATA_DIR = folder();
    const dataOf = (env: object) =>
      (stackEnvironment({ DATA_DIR, ...env }).gateway as Record<string, string>).VOICE_GATEWAY_DATA;
    expect(dataOf({})).toBe(join(DATA_DIR, "recordings"));
    expect(dataOf({ VOICE_GATEWAY_DATA: "/elsewhere" })).toBe("/elsewhere");
  });

  it("refuses the local gateway beside Twilio's values, because the app would take it for local mode", () => {
    const { app } = stackEnvironment({ DATA_DIR: folder() }) as { app: Record<string, string> };
    expect(() => stackEnvironment(app)).toThrow("VOICE_GATEWAY_URL");
    const twilio = stackEnvironment({ ...app, VOICE_GATEWAY_URL: "" });
    expect(twilio.local).toBe(false);
    expect(parseEnv(twilio.app as Record<string, string>).mode).toBe("twilio");
  });

  it("lets the app refuse an incomplete set of Twilio's values by name", () => {
    const { local, app } = stackEnvironment({
      DATA_DIR: folder(),
      TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
    });
    expect(local).toBe(false);
    expect(() => parseEnv(app as Record<string, string>)).toThrow("TWILIO_AUTH_TOKEN: missing");
  });
});
