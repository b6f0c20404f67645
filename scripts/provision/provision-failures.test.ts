import { chmodSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { account } from "./testing/command";
import { here, name, onFreshAccount } from "./testing/fresh-account";

// The command where it cannot do its work.

const at = onFreshAccount();
const { keys, apps, setUp, everything } = at;

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
    const run = await at.place.run(here, { env: { TWILIO_API_URL: origin } });
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/^127\.0\.0\.1:\d+ answers with something else than Twilio's API/);
    expect(run.out).toContain('(" [31mred line")');
    expect(() => at.place.read()).toThrow("ENOENT");
  });
});

it("names a variable that is empty in this shell, since it hides the value in the file", async () => {
  await setUp();
  const before = [at.place.read(), await everything()];
  const run = await at.place.run(here, { env: { TWILIO_API_KEY: "" } });
  expect(run.code).toBe(2);
  expect(run.err).toContain("TWILIO_API_KEY has another value in this shell's environment");
  expect([at.place.read(), await everything()]).toEqual(before);
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
    const run = await at.place.run(args, { env });
    expect(run).toMatchObject({ out: "" });
    expect([1, 2]).toContain(run.code);
    expect(run.err).toMatch(/^[^\n]+\.\n$/);
    expect(run.err).toContain(expected);
    expect(await everything()).toBe(before);
    expect(() => at.place.read()).toThrow("ENOENT");
  });

  it("a key in the environment that does not work, which would win over the file", async () => {
    const run = await at.place.run(here, {
      env: { TWILIO_API_KEY: `SK${hex}`, TWILIO_API_SECRET: "s".repeat(32) },
    });
    expect(run.code).toBe(2);
    expect(run.err).toContain(
      "TWILIO_API_KEY has another value in this shell's environment, which wins over .env.local",
    );
    expect([await keys(), await apps()]).toEqual([[], []]);
  });

  it("a value in a file that wins over .env.local", async () => {
    at.place.write("TWILIO_TWIML_APP_SID=\n", ".env.production.local");
    const run = await at.place.run(here);
    expect(run.err).toContain("TWILIO_TWIML_APP_SID has another value in .env.production.local");
    expect([await keys(), await apps()]).toEqual([[], []]);
  });

  it("a folder without permission", async () => {
    // Nothing stops root, so root runs the command as somebody else.
    const uid = process.getuid?.() === 0 ? 65534 : undefined;
    chmodSync(at.place.folder, 0o555);
    const run = await at.place.run(here, uid === undefined ? {} : { uid });
    chmodSync(at.place.folder, 0o755);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toContain("does not allow it (EACCES)");
    expect([await keys(), await apps()]).toEqual([[], []]);
  });

  it("a disk that takes no more: the new key is deleted again", async () => {
    // A file may not grow, so it can be made beside .env.local but not filled.
    const run = await at.place.run(here, { within: ["bash", "-c", 'ulimit -f 0; exec "$@"', "bash"] });
    expect(run.code).toBe(1);
    expect(run.err).toMatch(
      /^\.env\.local could not be written \(EFBIG\): .*the API key that was just made is deleted again.*\n$/,
    );
    expect(() => at.place.read()).toThrow("ENOENT");
    expect(await keys()).toEqual([]);
    // The app stays, and the next run finds it by its name.
    expect(await apps()).toHaveLength(1);
  });
});

describe("trouble at Twilio", () => {
  it("too many requests, then none: the run goes through", async () => {
    await at.gateway.control("rest-fault", { status: 429, times: 2 });
    expect(await at.place.run(here)).toMatchObject({ code: 0, err: "" });
  });

  it("a fault", async () => {
    await at.gateway.control("rest-fault", { status: 503, times: 1 });
    const run = await at.place.run(here);
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toContain("Twilio has a fault of its own (503");
    expect(() => at.place.read()).toThrow("ENOENT");
  });

  it("a fault while the key is made: nobody knows whether it was, so its name is said", async () => {
    await at.gateway.control("rest-fault", {
      status: 500,
      times: 1,
      path: `/2010-04-01/Accounts/${account.sid}/Keys.json`,
      method: "POST",
    });
    const run = await at.place.run(here);
    expect(run.code).toBe(1);
    expect(run.out).toContain(`If there is an API key "${name}"`);
    expect(() => at.place.read()).toThrow("ENOENT");
    expect(await at.place.run(here)).toMatchObject({ code: 0, err: "" });
    expect(await apps()).toHaveLength(1);
  });

  it("a suspended account", async () => {
    await at.gateway.control("account", { status: "suspended" });
    const run = await at.place.run(here);
    await at.gateway.control("reset");
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toContain("is suspended");
  });

  it("a subaccount and a trial account go through, and it is said that they are", async () => {
    await at.gateway.control("account", { type: "Trial", ownerSid: `AC${"9".repeat(32)}` });
    const run = await at.place.run(here);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain(`It is a subaccount of AC${"9".repeat(32)}.`);
    expect(run.out).toContain("It is a trial account");
  });
});
