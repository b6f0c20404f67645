import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEnv } from "../../lib/env";
import { stackEnvironment } from "./stack-environment.mjs";

const folder = () => mkdtempSync(join(tmpdir(), "browser-phone-values-"));

describe("stackEnvironment", () => {
  it("makes a complete local configuration once, and repeats it the next time", () => {
    const DATA_DIR = folder();
    const first = stackEnvironment({ DATA_DIR });
    expect(parseEnv(first.app as Record<string, string>).mode).toBe("local");
    expect(stackEnvironment({ DATA_DIR })).toEqual(first);
    expect(stackEnvironment({ DATA_DIR: folder() }).app).not.toEqual(first.app);
  });

  it("makes the generated secrets readable only by their owner", () => {
    const DATA_DIR = folder();
    stackEnvironment({ DATA_DIR });
    expect(statSync(join(DATA_DIR, "local-voice.json")).mode & 0o777).toBe(0o600);
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
