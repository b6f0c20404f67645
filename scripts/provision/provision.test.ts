import { chmodSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parseEnv } from "@/lib/env";
import type { GatewayProcess } from "@/lib/gateway/testing/process";
import { account, emptyAccount, openTwilio, Place, startTwilio } from "./testing/command";

// Each run is a process that reads many files, which takes a busy machine many seconds.
vi.setConfig({ testTimeout: 120_000 });

// The command as people run it, against the gateway's REST interface in a process of its own.

let gateway: GatewayProcess;
let place: Place;

beforeAll(async () => {
  gateway = await startTwilio();
  return () => gateway.kill();
});

const here = ["--app-url", "https://phone.example.com"];
const name = "Browser Phone phone.example.com";
const twilio = () => openTwilio(gateway.port);
const keys = async () => (await twilio().keys.list()).map(({ sid }) => sid);
const apps = async () => (await twilio().applications.list()).map(({ sid }) => sid);

/** A set-up that is as it should be, as an earlier run has left it. */
async function setUp() {
  const app = await twilio().applications.create({
    friendlyName: name,
    voiceUrl: "https://phone.example.com/api/voice/call",
    voiceMethod: "POST",
    statusCallback: "https://phone.example.com/api/voice/status",
    statusCallbackMethod: "POST",
  });
  const key = await twilio().newKeys.create({ friendlyName: name });
  const values = {
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_API_KEY: key.sid,
    TWILIO_API_SECRET: key.secret,
    TWILIO_TWIML_APP_SID: app.sid,
    NEXTAUTH_SECRET: "n0".repeat(32),
    APP_URL: "https://phone.example.com",
  };
  place.write(
    Object.entries(values)
      .map((entry) => `${entry.join("=")}\n`)
      .join(""),
  );
  return values;
}

/** All that can change, in one value. */
async function everything() {
  const found = [...(await twilio().applications.list()), ...(await twilio().keys.list())];
  return JSON.stringify(found.map((one) => one.toJSON()));
}

beforeEach(async () => {
  place = new Place(gateway);
  await gateway.control("reset");
  await emptyAccount(gateway.port);
  return () => place.close();
});

describe("on a fresh account", () => {
  it("makes key and app and writes all values, then has nothing to do and changes nothing", async () => {
    const first = await place.run(here);
    expect(first).toMatchObject({ code: 0, err: "" });
    const values = place.values();
    expect(Object.keys(values)).toEqual([
      "TWILIO_ACCOUNT_SID",
      "TWILIO_AUTH_TOKEN",
      "TWILIO_API_KEY",
      "TWILIO_API_SECRET",
      "TWILIO_TWIML_APP_SID",
      "NEXTAUTH_SECRET",
      "APP_URL",
    ]);
    // The app takes these values as they are.
    expect(parseEnv(values)).toMatchObject({ mode: "twilio", APP_URL: "https://phone.example.com" });
    expect(statSync(place.path(".env.local")).mode & 0o777).toBe(0o600);
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
      statSync(place.path(".env.local"), { bigint: true }).mtimeNs,
      place.read(),
      await everything(),
    ];
    const second = await place.run([], {
      env: { TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined },
    });
    expect(second).toMatchObject({ code: 0, err: "" });
    expect(second.out.match(/nothing to do/g)).toHaveLength(3);
    expect(second.out).toContain("Everything is set up already.");
    expect([
      statSync(place.path(".env.local"), { bigint: true }).mtimeNs,
      place.read(),
      await everything(),
    ]).toEqual(before);
  });

  it("with --dry-run says what it would do, and does nothing", async () => {
    const before = await everything();
    const run = await place.run([...here, "--dry-run"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("TwiML app: would be made");
    expect(run.out).toContain("API key: would be made");
    expect(run.out).toContain(".env.local: would get TWILIO_ACCOUNT_SID, ");
    expect(() => place.read()).toThrow("ENOENT");
    expect(await everything()).toBe(before);
  });

  it("keeps the rest of the file as it is, and a secret that there is", async () => {
    const secret = "kept-".repeat(10);
    place.write(
      `# mine\r\nexport NEXTAUTH_SECRET='${secret}'\r\nTWILIO_API_KEY= # none yet\r\nOTHER="a\r\nb"\r\n`,
    );
    const run = await place.run(here);
    expect(run).toMatchObject({ code: 0 });
    expect(place.read()).toMatch(
      new RegExp(
        `^# mine\\r\\nexport NEXTAUTH_SECRET='${secret}'\\r\\nTWILIO_API_KEY= SK[0-9a-f]{32} # none yet\\r\\nOTHER="a\\r\\nb"\\r\\nTWILIO_ACCOUNT_SID=`,
      ),
    );
    expect(statSync(place.path(".env.local")).mode & 0o777).toBe(0o600);
  });

  it("completes what is spread over .env and .env.local, and leaves .env alone", async () => {
    const env = `TWILIO_ACCOUNT_SID=${account.sid}\nTWILIO_AUTH_TOKEN=${account.token}\nTWILIO_API_KEY=\nAPP_URL=https://phone.example.com\n`;
    place.write(env, ".env");
    place.write(`NEXTAUTH_SECRET=${"n".repeat(32)}\n`);
    const run = await place.run([], { env: { TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined } });
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(place.read(".env")).toBe(env);
    expect(Object.keys(place.values())).toEqual([
      "NEXTAUTH_SECRET",
      "TWILIO_API_KEY",
      "TWILIO_API_SECRET",
      "TWILIO_TWIML_APP_SID",
    ]);
  });

  it("writes a file of another name, with nothing else read", async () => {
    const other = `NEXTAUTH_SECRET=${"n".repeat(32)}\n`;
    place.write(other);
    expect(await place.run([...here, "--file", "phone.env"])).toMatchObject({ code: 0, err: "" });
    expect(place.read("phone.env")).toMatch(/^(TWILIO_\w+=\w+\n){5}NEXTAUTH_SECRET=[0-9a-f]{64}\nAPP_URL=/);
    expect(place.read()).toBe(other);
  });
});

describe("repairs", () => {
  it("a changed address, and a method that was changed in the console", async () => {
    const before = await setUp();
    await twilio().applications(before.TWILIO_TWIML_APP_SID).update({ voiceMethod: "GET" });
    const run = await place.run(["--app-url", "https://new.example.com"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(
      "changed voice URL from https://phone.example.com/api/voice/call to https://new.example.com/api/voice/call, voice method from GET to POST, ",
    );
    expect(place.values()).toEqual({ ...before, APP_URL: "https://new.example.com" });
    expect(await twilio().applications(before.TWILIO_TWIML_APP_SID).fetch()).toMatchObject({
      friendlyName: "Browser Phone new.example.com",
      voiceMethod: "POST",
      statusCallback: "https://new.example.com/api/voice/status",
    });
  });

  it("a revoked key", async () => {
    const before = await setUp();
    await twilio().keys(before.TWILIO_API_KEY).remove();
    const run = await place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`(${before.TWILIO_API_KEY} is not in this account`);
    const after = place.values();
    expect(after).toEqual({
      ...before,
      TWILIO_API_KEY: expect.stringMatching(/^SK/),
      TWILIO_API_SECRET: expect.not.stringMatching(before.TWILIO_API_SECRET),
    });
    expect(await keys()).toEqual([after.TWILIO_API_KEY]);
    expect((await place.run([])).out).toContain("Everything is set up already.");
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
    place.write(place.read().replace(/^TWILIO_API_SECRET=.*\n/m, line));
    const run = await place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`(${expected} ${before.TWILIO_API_KEY}`);
    expect(run.out).toContain(`API key ${before.TWILIO_API_KEY} stays at Twilio`);
    expect((await keys()).sort()).toEqual([before.TWILIO_API_KEY, place.values().TWILIO_API_KEY].sort());
  });

  it("a deleted app", async () => {
    const before = await setUp();
    await twilio().applications(before.TWILIO_TWIML_APP_SID).remove();
    const run = await place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`made (${before.TWILIO_TWIML_APP_SID} is not in this account)`);
    const [made] = await apps();
    expect(place.values()).toEqual({ ...before, TWILIO_TWIML_APP_SID: made });
  });

  it("a second app of the same name: it is named, and the one that points here is used", async () => {
    const before = await setUp();
    const other = await twilio().applications.create({ friendlyName: name });
    // With no SID in the file, too.
    place.write(place.read().replace(/^TWILIO_TWIML_APP_SID=.*\n/m, ""));
    const run = await place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`TwiML app ${other.sid} has the same name and is not used here.`);
    expect(place.values()).toEqual(before);
    expect(await apps()).toHaveLength(2);
  });

  it("what is no SID is neither sent nor said", async () => {
    const before = await setUp();
    // Somebody has put the secret where the key belongs.
    place.write(place.read().replace(/^TWILIO_API_KEY=.*$/m, `TWILIO_API_KEY=${before.TWILIO_API_SECRET}`));
    const run = await place.run([]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).not.toContain(before.TWILIO_API_SECRET);
    expect(place.values().TWILIO_API_KEY).toMatch(/^SK/);
  });
});

describe("an app of somebody else", () => {
  beforeEach(async () => {
    const app = await twilio().applications.create({
      friendlyName: "Support line",
      voiceUrl: "https://support.example.com/voice",
    });
    place.write(`TWILIO_TWIML_APP_SID=${app.sid}\n`);
  });

  it("is not changed without a yes, and nothing else is made", async () => {
    const before = [place.read(), await everything()];
    const run = await place.run(here);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(
      /^TwiML app AP\w+ \("Support line"\) points to https:\/\/support\.example\.com\/voice, .*add --yes.*\n$/,
    );
    expect([place.read(), await everything()]).toEqual(before);
  });

  it("is changed with --yes, and keeps its name; --remove leaves it", async () => {
    const run = await place.run([...here, "--yes"]);
    expect(run.out).toContain(
      "changed voice URL from https://support.example.com/voice to https://phone.example.com/",
    );
    const [app] = await apps();
    expect(
      await twilio()
        .applications(app ?? "")
        .fetch(),
    ).toMatchObject({ friendlyName: "Support line" });
    const removal = await place.run(["--remove", "--yes"]);
    expect(removal.out).toContain(`TwiML app ${app} stays at Twilio`);
    expect(await apps()).toEqual([app]);
  });
});

describe("--remove", () => {
  it("deletes what was made, takes the five values out, and then has nothing to do", async () => {
    const { NEXTAUTH_SECRET } = await setUp();
    place.write(`# mine\n${place.read()}OTHER=1\n`);
    const before = await everything();
    const dry = await place.run(["--remove", "--dry-run"]);
    expect(dry.out.match(/would/g)).toHaveLength(3);
    expect(await everything()).toBe(before);
    const run = await place.run(["--remove", "--yes"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(place.read()).toBe(
      `# mine\nNEXTAUTH_SECRET=${NEXTAUTH_SECRET}\nAPP_URL=https://phone.example.com\nOTHER=1\n`,
    );
    expect([await keys(), await apps()]).toEqual([[], []]);
    const again = await place.run(["--remove", "--yes"], { env: { TWILIO_AUTH_TOKEN: undefined } });
    expect(again).toEqual({
      code: 0,
      out: ".env.local has none of Twilio's values: nothing to do.\n",
      err: "",
    });
  });

  it("refuses without a yes, and for another account", async () => {
    await setUp();
    const before = [place.read(), await everything()];
    const refused = await place.run(["--remove"]);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("add --yes");
    const other = await place.run(["--remove", "--yes"], {
      env: { TWILIO_ACCOUNT_SID: `AC${"9".repeat(32)}` },
    });
    expect(other).toMatchObject({ code: 2, out: "" });
    expect(other.err).toContain("names another account");
    expect([place.read(), await everything()]).toEqual(before);
  });

  it("sends the token nowhere in the clear, and to no other host", async () => {
    await setUp();
    for (const [settings, said] of [
      [{ TWILIO_API_URL: "http://192.0.2.2:9" }, "TWILIO_API_URL must be"],
      [{ TWILIO_API_URL: "garbage" }, "TWILIO_API_URL must be"],
      [{ TWILIO_API_URL: "", TWILIO_REGION: "x", TWILIO_EDGE: "evil.test/#" }, "TWILIO_EDGE must be"],
      [{ TWILIO_API_URL: "", TWILIO_REGION: "ireland" }, "TWILIO_REGION must be one of"],
    ] as const) {
      const run = await place.run(["--remove", "--yes"], { env: settings });
      expect(run).toMatchObject({ code: 2, out: "" });
      expect(run.err).toContain(said);
    }
  });

  it("goes on where something is gone already", async () => {
    const before = await setUp();
    await twilio().keys(before.TWILIO_API_KEY).remove();
    const run = await place.run(["--remove", "--yes"]);
    expect(run.out).toContain(`API key ${before.TWILIO_API_KEY} is not in this account any more`);
    expect(await apps()).toEqual([]);
  });
});

describe("answers that are not Twilio's", () => {
  let answers: Server;
  let origin: string;
  /** What the pretended Twilio answers, by method and the end of the path. */
  let make: Record<string, unknown>;

  beforeAll(async () => {
    answers = createServer((request, response) => {
      const path = new URL(request.url ?? "", "http://localhost").pathname;
      const key = `${request.method} ${path.split("/").at(-1)}`;
      const account_ = { sid: account.sid, friendly_name: "\u001b[31mred\nline", status: "active" };
      const known: Record<string, unknown> = {
        [`GET ${account.sid}.json`]: { ...account_, type: "Full", owner_account_sid: account.sid },
        "GET Applications.json": { applications: [], next_page_uri: null },
        "GET Keys.json": { keys: [], next_page_uri: null },
        "POST Applications.json": { sid: account.app, friendly_name: "x" },
        ...make,
      };
      response.writeHead(request.method === "POST" ? 201 : 200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(known[key] ?? null));
    });
    await new Promise<void>((resolve) => answers.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;
    return () => void answers.close();
  });

  it.each<[string, Record<string, unknown>]>([
    ["an API key without anything", { "POST Keys.json": {} }],
    ["an API key with a short secret", { "POST Keys.json": { sid: account.key, secret: "short" } }],
    ["an application without a SID", { "POST Applications.json": {} }],
    ["a list that is none", { "GET Applications.json": { applications: null } }],
    ["null", { "GET Applications.json": null }],
    [
      "a list without an end",
      {
        "GET Keys.json": { keys: [], next_page_uri: `/2010-04-01/Accounts/${account.sid}/Keys.json?Page=1` },
      },
    ],
  ])("%s: nothing is written, and the terminal gets no control characters", async (_title, answer) => {
    make = answer;
    const run = await place.run(here, { env: { TWILIO_API_URL: origin } });
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/^127\.0\.0\.1:\d+ answers with something else than Twilio's API/);
    expect(run.out).toContain('(" [31mred line")');
    expect(() => place.read()).toThrow("ENOENT");
  });
});

it("names a variable that is empty in this shell, since it hides the value in the file", async () => {
  await setUp();
  const before = [place.read(), await everything()];
  const run = await place.run(here, { env: { TWILIO_API_KEY: "" } });
  expect(run.code).toBe(2);
  expect(run.err).toContain("TWILIO_API_KEY has another value in this shell's environment");
  expect([place.read(), await everything()]).toEqual(before);
});

describe("bad input: one sentence, and nothing changed", () => {
  const hex = "0123456789abcdef".repeat(2);

  it.each<[string, Record<string, string | undefined>, string[], string]>([
    ["no account", { TWILIO_ACCOUNT_SID: undefined }, here, "TWILIO_ACCOUNT_SID is missing"],
    ["no token", { TWILIO_AUTH_TOKEN: undefined }, here, "TWILIO_AUTH_TOKEN is missing"],
    ["no address", {}, [], "APP_URL is missing"],
    ["a debugger of requests", { NODE_DEBUG: "http,tls" }, here, "NODE_DEBUG would print the auth token"],
    ["an API key for an account", { TWILIO_ACCOUNT_SID: `SK${hex}` }, here, "the SID of an API key"],
    ["a wrong token", { TWILIO_AUTH_TOKEN: "f".repeat(32) }, here, "does not accept this auth token"],
    [
      "an address of this machine, for Twilio itself",
      { TWILIO_API_URL: undefined },
      ["--app-url", "http://localhost:3000"],
      "an address of this machine",
    ],
  ])("%s", async (_title, env, args, expected) => {
    const before = await everything();
    const run = await place.run(args, { env });
    expect(run).toMatchObject({ out: "" });
    expect([1, 2]).toContain(run.code);
    expect(run.err).toMatch(/^[^\n]+\.\n$/);
    expect(run.err).toContain(expected);
    expect(await everything()).toBe(before);
    expect(() => place.read()).toThrow("ENOENT");
  });

  it("a key in the environment that does not work, which would win over the file", async () => {
    const run = await place.run(here, {
      env: { TWILIO_API_KEY: `SK${hex}`, TWILIO_API_SECRET: "s".repeat(32) },
    });
    expect(run.code).toBe(2);
    expect(run.err).toContain(
      "TWILIO_API_KEY has another value in this shell's environment, which wins over .env.local",
    );
    expect([await keys(), await apps()]).toEqual([[], []]);
  });

  it("a value in a file that wins over .env.local", async () => {
    place.write("TWILIO_TWIML_APP_SID=\n", ".env.production.local");
    const run = await place.run(here);
    expect(run.err).toContain("TWILIO_TWIML_APP_SID has another value in .env.production.local");
    expect([await keys(), await apps()]).toEqual([[], []]);
  });

  it("a folder without permission", async () => {
    // Nothing stops root, so root runs the command as somebody else.
    const uid = process.getuid?.() === 0 ? 65534 : undefined;
    chmodSync(place.folder, 0o555);
    const run = await place.run(here, uid === undefined ? {} : { uid });
    chmodSync(place.folder, 0o755);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toContain("does not allow it (EACCES)");
    expect([await keys(), await apps()]).toEqual([[], []]);
  });

  it("a disk that takes no more: the new key is deleted again", async () => {
    // A file may not grow, so it can be made beside .env.local but not filled.
    const run = await place.run(here, { within: ["bash", "-c", 'ulimit -f 0; exec "$@"', "bash"] });
    expect(run.code).toBe(1);
    expect(run.err).toMatch(
      /^\.env\.local could not be written \(EFBIG\): .*the API key that was just made is deleted again.*\n$/,
    );
    expect(() => place.read()).toThrow("ENOENT");
    expect(await keys()).toEqual([]);
    // The app stays, and the next run finds it by its name.
    expect(await apps()).toHaveLength(1);
  });
});

describe("trouble at Twilio", () => {
  it("too many requests, then none: the run goes through", async () => {
    await gateway.control("rest-fault", { status: 429, times: 2 });
    expect(await place.run(here)).toMatchObject({ code: 0, err: "" });
  });

  it("a fault", async () => {
    await gateway.control("rest-fault", { status: 503, times: 1 });
    const run = await place.run(here);
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toContain("Twilio has a fault of its own (503");
    expect(() => place.read()).toThrow("ENOENT");
  });

  it("a fault while the key is made: nobody knows whether it was, so its name is said", async () => {
    await gateway.control("rest-fault", {
      status: 500,
      times: 1,
      path: `/2010-04-01/Accounts/${account.sid}/Keys.json`,
      method: "POST",
    });
    const run = await place.run(here);
    expect(run.code).toBe(1);
    expect(run.out).toContain(`If there is an API key "${name}"`);
    expect(() => place.read()).toThrow("ENOENT");
    expect(await place.run(here)).toMatchObject({ code: 0, err: "" });
    expect(await apps()).toHaveLength(1);
  });

  it("a suspended account", async () => {
    await gateway.control("account", { status: "suspended" });
    const run = await place.run(here);
    await gateway.control("reset");
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toContain("is suspended");
  });

  it("a subaccount and a trial account go through, and it is said that they are", async () => {
    await gateway.control("account", { type: "Trial", ownerSid: `AC${"9".repeat(32)}` });
    const run = await place.run(here);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`It is a subaccount of AC${"9".repeat(32)}.`);
    expect(run.out).toContain("It is a trial account");
  });
});
