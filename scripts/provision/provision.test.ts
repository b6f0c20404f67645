import { statSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/env";
import { account } from "./testing/command";
import { here, name, onFreshAccount } from "./testing/fresh-account";

// The command as people run it.

const at = onFreshAccount();
const { twilio, keys, apps, setUp, everything } = at;

describe("on a fresh account", () => {
  it("makes key and app and writes all values, then has nothing to do and changes nothing", async () => {
    const first = await at.place.run(here);
    expect(first).toMatchObject({ code: 0, err: "" });
    const values = at.place.values();
    expect(Object.keys(values)).toEqual([
      "TWILIO_ACCOUNT_SID",
      "TWILIO_AUTH_TOKEN",
      "TWILIO_API_KEY",
      "TWILIO_API_SECRET",
      "TWILIO_TWIML_APP_SID",
      "NEXTAUTH_SECRET",
      "VAPID_PUBLIC_KEY",
      "VAPID_PRIVATE_KEY",
      "APP_URL",
    ]);
    // The app takes these values as they are.
    expect(parseEnv(values)).toMatchObject({ mode: "twilio", APP_URL: "https://phone.example.com" });
    expect(statSync(at.place.path(".env.local")).mode & 0o777).toBe(0o600);
    const app = await twilio()
      .applications(values.TWILIO_TWIML_APP_SID ?? "")
      .fetch();
    expect(app).toMatchObject({
      friendlyName: name,
      voiceUrl: "https://phone.example.com/api/voice/call",
      voiceMethod: "POST",
      statusCallback: "https://phone.example.com/api/voice/status",
      statusCallbackMethod: "POST",
    });
    expect(
      await twilio()
        .keys(values.TWILIO_API_KEY ?? "")
        .fetch(),
    ).toMatchObject({ friendlyName: name });

    const before = [
      statSync(at.place.path(".env.local"), { bigint: true }).mtimeNs,
      at.place.read(),
      await everything(),
    ];
    const second = await at.place.run([], {
      env: { TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined },
    });
    expect(second).toMatchObject({ code: 0, err: "" });
    expect(second.out.match(/nothing to do/g)).toHaveLength(3);
    expect(second.out).toContain("Everything is set up already.");
    expect([
      statSync(at.place.path(".env.local"), { bigint: true }).mtimeNs,
      at.place.read(),
      await everything(),
    ]).toEqual(before);
  });

  it("with --dry-run says what it would do, and does nothing", async () => {
    const before = await everything();
    const run = await at.place.run([...here, "--dry-run"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("TwiML app: would be made");
    expect(run.out).toContain("API key: would be made");
    expect(run.out).toContain(".env.local: would get TWILIO_ACCOUNT_SID, ");
    expect(() => at.place.read()).toThrow("ENOENT");
    expect(await everything()).toBe(before);
  });

  it("keeps the rest of the file as it is, and a secret that there is", async () => {
    const secret = "kept-".repeat(10);
    at.place.write(
      `# mine\r\nexport NEXTAUTH_SECRET='${secret}'\r\nTWILIO_API_KEY= # none yet\r\nOTHER="a\r\nb"\r\n`,
    );
    const run = await at.place.run(here);
    expect(run).toMatchObject({ code: 0 });
    expect(at.place.read()).toMatch(
      new RegExp(
        `^# mine\\r\\nexport NEXTAUTH_SECRET='${secret}'\\r\\nTWILIO_API_KEY= SK[0-9a-f]{32} # none yet\\r\\nOTHER="a\\r\\nb"\\r\\nTWILIO_ACCOUNT_SID=`,
      ),
    );
    expect(statSync(at.place.path(".env.local")).mode & 0o777).toBe(0o600);
  });

  it("completes what is spread over .env and .env.local, and leaves .env alone", async () => {
    const env = `TWILIO_ACCOUNT_SID=${account.sid}\nTWILIO_AUTH_TOKEN=${account.token}\nTWILIO_API_KEY=\nAPP_URL=https://phone.example.com\n`;
    at.place.write(env, ".env");
    at.place.write(`NEXTAUTH_SECRET=${"n".repeat(32)}\n`);
    const run = await at.place.run([], {
      env: { TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined },
    });
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(at.place.read(".env")).toBe(env);
    expect(Object.keys(at.place.values())).toEqual([
      "NEXTAUTH_SECRET",
      "TWILIO_API_KEY",
      "TWILIO_API_SECRET",
      "TWILIO_TWIML_APP_SID",
      "VAPID_PUBLIC_KEY",
      "VAPID_PRIVATE_KEY",
    ]);
  });

  it("writes a file of another name, with nothing else read", async () => {
    const other = `NEXTAUTH_SECRET=${"n".repeat(32)}\n`;
    at.place.write(other);
    expect(await at.place.run([...here, "--file", "phone.env"])).toMatchObject({ code: 0, err: "" });
    expect(at.place.read("phone.env")).toMatch(
      /^(TWILIO_\w+=\w+\n){5}NEXTAUTH_SECRET=[0-9a-f]{64}\n(VAPID_\w+=[\w-]+\n){2}APP_URL=/,
    );
    expect(at.place.read()).toBe(other);
  });
});

describe("repairs", () => {
  it("a changed address, and a method that was changed in the console", async () => {
    const before = await setUp();
    await twilio().applications(before.TWILIO_TWIML_APP_SID).update({ voiceMethod: "GET" });
    const run = await at.place.run(["--app-url", "https://new.example.com"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(
      "changed voice URL from https://phone.example.com/api/voice/call to https://new.example.com/api/voice/call, voice method from GET to POST, ",
    );
    expect(at.place.values()).toEqual({ ...before, APP_URL: "https://new.example.com" });
    expect(await twilio().applications(before.TWILIO_TWIML_APP_SID).fetch()).toMatchObject({
      friendlyName: "Browser Phone new.example.com",
      voiceMethod: "POST",
      statusCallback: "https://new.example.com/api/voice/status",
    });
  });

  it("a revoked key", async () => {
    const before = await setUp();
    await twilio().keys(before.TWILIO_API_KEY).remove();
    const run = await at.place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`(${before.TWILIO_API_KEY} is not in this account`);
    const after = at.place.values();
    expect(after).toEqual({
      ...before,
      TWILIO_API_KEY: expect.stringMatching(/^SK/),
      TWILIO_API_SECRET: expect.not.stringMatching(before.TWILIO_API_SECRET),
    });
    expect(await keys()).toEqual([after.TWILIO_API_KEY]);
    expect((await at.place.run([])).out).toContain("Everything is set up already.");
  });

  it.each([
    [
      "a wrong secret",
      `TWILIO_API_SECRET=${"x".repeat(32)}\n`,
      "Twilio does not accept the secret that is set for",
    ],
    ["a key without its secret", "", "the secret of"],
  ])("%s: the old key is named, and stays", async (_title, line, expected) => {
    const before = await setUp();
    at.place.write(at.place.read().replace(/^TWILIO_API_SECRET=.*\n/m, line));
    const run = await at.place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`(${expected} ${before.TWILIO_API_KEY}`);
    expect(run.out).toContain(`API key ${before.TWILIO_API_KEY} stays at Twilio`);
    expect((await keys()).sort()).toEqual([before.TWILIO_API_KEY, at.place.values().TWILIO_API_KEY].sort());
  });

  it("a deleted app", async () => {
    const before = await setUp();
    await twilio().applications(before.TWILIO_TWIML_APP_SID).remove();
    const run = await at.place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`made (${before.TWILIO_TWIML_APP_SID} is not in this account)`);
    const [made] = await apps();
    expect(at.place.values()).toEqual({ ...before, TWILIO_TWIML_APP_SID: made });
  });

  it("a second app of the same name: it is named, and the one that points here is used", async () => {
    const before = await setUp();
    const other = await twilio().applications.create({ friendlyName: name });
    // With no SID in the file, too.
    at.place.write(at.place.read().replace(/^TWILIO_TWIML_APP_SID=.*\n/m, ""));
    const run = await at.place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`TwiML app ${other.sid} has the same name and is not used here.`);
    expect(at.place.values()).toEqual(before);
    expect(await apps()).toHaveLength(2);
  });

  it("what is no SID is neither sent nor said", async () => {
    const before = await setUp();
    // Somebody has put the secret where the key belongs.
    at.place.write(
      at.place.read().replace(/^TWILIO_API_KEY=.*$/m, `TWILIO_API_KEY=${before.TWILIO_API_SECRET}`),
    );
    const run = await at.place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).not.toContain(before.TWILIO_API_SECRET);
    expect(at.place.values().TWILIO_API_KEY).toMatch(/^SK/);
  });
});

describe("an app of somebody else", () => {
  beforeEach(async () => {
    const app = await twilio().applications.create({
      friendlyName: "Support line",
      voiceUrl: "https://support.example.com/voice",
    });
    at.place.write(`TWILIO_TWIML_APP_SID=${app.sid}\n`);
  });

  it("is not changed without a yes, and nothing else is made", async () => {
    const before = [at.place.read(), await everything()];
    const run = await at.place.run(here);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(
      /^TwiML app AP\w+ \("Support line"\) points to https:\/\/support\.example\.com\/voice, .*add --yes.*\n$/,
    );
    expect([at.place.read(), await everything()]).toEqual(before);
  });

  it("is changed with --yes, and keeps its name; --remove leaves it", async () => {
    const run = await at.place.run([...here, "--yes"]);
    expect(run.out).toContain(
      "changed voice URL from https://support.example.com/voice to https://phone.example.com/",
    );
    const [app] = await apps();
    expect(
      await twilio()
        .applications(app ?? "")
        .fetch(),
    ).toMatchObject({ friendlyName: "Support line" });
    const removal = await at.place.run(["--remove", "--yes"]);
    expect(removal.out).toContain(`TwiML app ${app} stays at Twilio`);
    expect(await apps()).toEqual([app]);
  });
});

describe("--remove", () => {
  it("deletes what was made, takes the five values out, and then has nothing to do", async () => {
    const { NEXTAUTH_SECRET, VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = await setUp();
    at.place.write(`# mine\n${at.place.read()}OTHER=1\n`);
    const before = await everything();
    const dry = await at.place.run(["--remove", "--dry-run"]);
    expect(dry.out.match(/would/g)).toHaveLength(3);
    expect(await everything()).toBe(before);
    const run = await at.place.run(["--remove", "--yes"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(at.place.read()).toBe(
      `# mine\nNEXTAUTH_SECRET=${NEXTAUTH_SECRET}\nVAPID_PUBLIC_KEY=${VAPID_PUBLIC_KEY}\nVAPID_PRIVATE_KEY=${VAPID_PRIVATE_KEY}\nAPP_URL=https://phone.example.com\nOTHER=1\n`,
    );
    expect([await keys(), await apps()]).toEqual([[], []]);
    const again = await at.place.run(["--remove", "--yes"], { env: { TWILIO_AUTH_TOKEN: undefined } });
    expect(again).toEqual({
      code: 0,
      out: ".env.local has none of Twilio's values: nothing to do.\n",
      err: "",
    });
  });

  it("refuses without a yes, and for another account", async () => {
    await setUp();
    const before = [at.place.read(), await everything()];
    const refused = await at.place.run(["--remove"]);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("add --yes");
    const other = await at.place.run(["--remove", "--yes"], {
      env: { TWILIO_ACCOUNT_SID: `AC${"9".repeat(32)}` },
    });
    expect(other).toMatchObject({ code: 2, out: "" });
    expect(other.err).toContain("names another account");
    expect([at.place.read(), await everything()]).toEqual(before);
  });

  it("sends the token nowhere in the clear, and to no other host", async () => {
    await setUp();
    for (const [settings, said] of [
      [{ TWILIO_API_URL: "http://192.0.2.2:9" }, "TWILIO_API_URL must be"],
      [{ TWILIO_API_URL: "garbage" }, "TWILIO_API_URL must be"],
      [{ TWILIO_API_URL: "", TWILIO_REGION: "x", TWILIO_EDGE: "evil.test/#" }, "TWILIO_EDGE must be"],
      [{ TWILIO_API_URL: "", TWILIO_REGION: "ireland" }, "TWILIO_REGION must be one of"],
    ] as const) {
      const run = await at.place.run(["--remove", "--yes"], { env: settings });
      expect(run).toMatchObject({ code: 2, out: "" });
      expect(run.err).toContain(said);
    }
  });

  it("goes on where something is gone already", async () => {
    const before = await setUp();
    await twilio().keys(before.TWILIO_API_KEY).remove();
    const run = await at.place.run(["--remove", "--yes"]);
    expect(run.out).toContain(`API key ${before.TWILIO_API_KEY} is not in this account any more`);
    expect(await apps()).toEqual([]);
  });
});
