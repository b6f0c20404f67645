import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test as base, beforeAll, describe, expect } from "vitest";
import { nextRtp, rtp } from "../../lib/gateway/testing/ice";
import { openMedia, WireDevice } from "../../lib/gateway/testing/wire";
import { type Packed, packPackage } from "./pack";
import { Consumer } from "./testing/consumer";
import { type Program, startProgram } from "./testing/program";

// The package as a stranger gets it: packed, installed in an empty folder, and used there.

const archives = mkdtempSync(join(tmpdir(), "gateway-archive-"));
const consumer = new Consumer();
const programs: Program[] = [];
let packed: Packed;
let installed = false;

beforeAll(async () => {
  packed = await packPackage(archives);
  // Express is for its example.
  installed = await consumer.install(packed.archive, "express@5");
  if (!installed) console.warn("npm's registry cannot be reached: the package is packed, and not installed.");
  // Packages that npm's cache does not have yet take their time on a slow network.
}, 180_000);

afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  consumer.remove();
  rmSync(archives, { recursive: true, force: true });
});

/** A test of the installed package. It counts as skipped when the dependencies could not be had. */
const test = base.extend<{ stranger: Consumer }>({
  stranger: async ({ task: _task, skip }, use) => {
    skip(!installed, "npm's registry cannot be reached");
    await use(consumer);
  },
});

describe("the archive", () => {
  base("has the programs, their types, the examples and the files for people, and nothing else", () => {
    const types = packed.files.filter((path) => /^dist\/types\/[\w/-]+\.d\.ts$/.test(path));
    const chunks = packed.files.filter((path) => /^dist\/chunk-\w+\.js$/.test(path));
    expect(types.length).toBeGreaterThan(5);
    expect(packed.files.filter((path) => !types.includes(path) && !chunks.includes(path))).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "diagram.svg",
      "dist/index.js",
      "dist/main.js",
      "examples/express/.env.example",
      "examples/express/package.json",
      "examples/express/server.mjs",
      "examples/html/.env.example",
      "examples/html/index.html",
      "examples/html/local-gateway.js",
      "examples/html/package.json",
      "examples/html/server.mjs",
      "examples/next/.env.example",
      "examples/next/app/api/token/route.ts",
      "examples/next/app/api/voice/route.ts",
      "examples/next/app/layout.tsx",
      "examples/next/app/local-gateway.ts",
      "examples/next/app/page.tsx",
      "examples/next/package.json",
      "package.json",
    ]);
    expect(packed.files.join()).not.toMatch(/test/);
    expect(packed.unpackedBytes).toBeLessThan(1_000_000);
  });

  test("has few dependencies, and nothing of the app", ({ stranger }) => {
    const folder = stranger.path("node_modules/local-voice-gateway");
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies)).toEqual([
      "@xmldom/xmldom",
      "jose",
      "sdp-transform",
      "werift",
      "ws",
      "zod",
    ]);
    const code = packed.files.filter((path) => path.endsWith(".js"));
    const sources = code.flatMap((path) =>
      [...readFileSync(join(folder, path), "utf8").matchAll(/^\/\/ ([\w./-]+\.(?:ts|mjs|js|json))$/gm)].map(
        ([, source = ""]) => source,
      ),
    );
    expect(sources).toContain("lib/gateway/gateway.ts");
    expect(sources.filter((path) => !path.startsWith("lib/gateway/"))).toEqual([]);
    expect(sources.filter((path) => path.includes("testing/"))).toEqual([]);
  });
});

describe("the command", () => {
  test("prints its version and its help", async ({ stranger }) => {
    const { version } = JSON.parse(
      readFileSync(stranger.path("node_modules/local-voice-gateway/package.json"), "utf8"),
    );
    expect(await stranger.run("npx", ["local-voice-gateway", "--version"])).toEqual({
      code: 0,
      output: `${version}\n`,
    });
    const help = await stranger.run("npx", ["local-voice-gateway", "--help"]);
    expect(help).toMatchObject({ code: 0, output: expect.stringContaining("--voice-url <url>") });
  });

  test.for<[string[], number, string]>([
    [[], 2, "--voice-url http://localhost:3000/voice"],
    [["--colour"], 2, "--colour"],
    [["--voice-url", "localhost:3000"], 1, "VOICE_URL"],
  ])("refuses %j with status %d and says why, without a stack", async ([args, code, why], { stranger }) => {
    const bin = stranger.path("node_modules/local-voice-gateway/dist/main.js");
    const ended = await stranger.run(process.execPath, [bin, ...args]);
    expect(ended).toEqual({ code, output: expect.stringContaining(why) });
    expect(ended.output).not.toMatch(/\n\s+at /);
  });

  test.for(["html", "express"])(
    "connects a call of the example %s, which uses what it made up",
    async (example, { stranger }) => {
      const port = await freePort();
      const gateway = await startProgram(
        "npx",
        ["local-voice-gateway", "--voice-url", `http://localhost:${port}/voice`, "--port", "0"],
        { folder: stranger.folder, ready: /ready on ws:\/\/localhost:\d+/ },
      );
      programs.push(gateway);
      const account = Object.fromEntries(
        [...gateway.output().matchAll(/^(TWILIO_\w+)=(\w+)$/gm)].map(([, name = "", value = ""]) => [
          name,
          value,
        ]),
      );
      expect(Object.keys(account)).toHaveLength(5);
      const server = await startProgram(process.execPath, ["server.mjs"], {
        folder: stranger.copyExample(example),
        env: { ...account, PORT: String(port) },
        ready: /The page:/,
      });
      programs.push(server);
      const origin = `http://localhost:${port}`;
      const signalPort = Number(gateway.output().match(/ready on ws:\/\/localhost:(\d+)/)?.[1]);
      const device = async (identity: string) => {
        const { token } = await (await fetch(`${origin}/token?identity=${identity}`)).json();
        return WireDevice.open(signalPort, identity, { token, origin });
      };
      const [alice, bob] = await Promise.all([device("alice"), device("bob")]);
      const { callsid, callerSdp, calleeSdp } = await alice.call(bob);
      const [a, b] = await Promise.all([openMedia(callerSdp), openMedia(calleeSdp)]);
      a.send(rtp(100, 1));
      b.send(rtp(100, 2));
      expect((await nextRtp(b))[50]).toBe(1);
      expect((await nextRtp(a))[50]).toBe(2);
      await alice.hangUp(callsid, bob);
      for (const one of [alice, bob, a, b]) one.close();
      // Without VOICE_GATEWAY_URL the same page calls through Twilio.
      const texts = ["/", "/twilio.min.js", "/local-gateway.js"].map(async (path) =>
        (await fetch(origin + path)).text(),
      );
      const [page, sdk, redirect] = await Promise.all(texts);
      expect(page).toContain("new Twilio.Device(token)");
      expect([sdk?.includes("Twilio"), redirect]).toEqual([true, ""]);
      // The application answers only a webhook whose signature it has checked.
      const forged = await fetch(`${origin}/voice`, {
        method: "POST",
        headers: { "X-Twilio-Signature": "forged" },
        body: new URLSearchParams({ To: "bob" }),
      });
      expect(forged.status).toBe(403);
      await gateway.stop();
      await expect(fetch(`http://localhost:${signalPort}/healthz`)).rejects.toThrow();
    },
  );
});

describe("the module", () => {
  test("has types that a strict program of Node.js can use, and that refuse what is wrong", async ({
    stranger,
  }) => {
    stranger.lend("@types/node", "undici-types", "typescript");
    stranger.write(
      "consumer.ts",
      `import { createGateway, ManualClock, type CallFacts, type GatewayOptions, WaitTimeoutError } from "local-voice-gateway";
const clock = new ManualClock(0);
const options: GatewayOptions = { clock, network: { "*": { delayMs: 5 } }, origins: ["http://localhost:3000"] };
const gateway = await createGateway(options);
gateway.voiceUrl = "http://localhost:3000/voice";
const call: CallFacts = await gateway.waitFor("answered", ({ to }) => to === "client:bob", { timeoutMs: 1 });
const sids: string[] = gateway.calls.map(({ sid }) => sid);
const stop: () => void = gateway.events.on(({ type }) => type === "ended");
gateway.setNetwork({ lossPercent: 1 }, "tokyo");
gateway.reset();
await clock.advance(1_000);
console.log(call.status, sids, stop, WaitTimeoutError.name, gateway.signalUrl satisfies string);
// @ts-expect-error There is no such event.
await gateway.waitFor("finished");
// @ts-expect-error The account is that of the start.
gateway.accountSid = "AC1";
// @ts-expect-error There is no such option.
await createGateway({ colour: "red" });
`,
    );
    const compilerOptions = {
      module: "nodenext",
      target: "es2022",
      strict: true,
      noEmit: true,
      types: ["node"],
    };
    stranger.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    const compiler = stranger.path("node_modules/typescript/bin/tsc");
    expect(await stranger.run(process.execPath, [compiler, "-p", "."])).toEqual({ code: 0, output: "" });
  });

  test("has a README whose programs fit the types", async ({ stranger }) => {
    stranger.lend(
      "@types/node",
      "undici-types",
      "typescript",
      "@playwright/test",
      "playwright",
      "vitest",
      "vite",
    );
    const readme = readFileSync(stranger.path("node_modules/local-voice-gateway/README.md"), "utf8");
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code);
    expect(blocks).toHaveLength(2);
    const files = blocks.map((_, index) => `readme-${index}.ts`);
    const programs = blocks.map((code) => code.replace('"./start-app"', '"./start-app.js"'));
    for (const [index, code] of programs.entries()) stranger.write(`readme-${index}.ts`, code);
    stranger.write(
      "start-app.ts",
      `export declare function startApp(env: Record<string, string>): Promise<{ origin: string; close(): Promise<void> }>;`,
    );
    const compilerOptions = {
      module: "nodenext",
      target: "es2022",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
    };
    stranger.write(
      "tsconfig.readme.json",
      JSON.stringify({ compilerOptions, files: [...files, "start-app.ts"] }),
    );
    const compiler = stranger.path("node_modules/typescript/bin/tsc");
    expect(await stranger.run(process.execPath, [compiler, "-p", "tsconfig.readme.json"])).toEqual({
      code: 0,
      output: "",
    });
  });

  test("runs in vitest, also while the timers of the test are faked", async ({ stranger }) => {
    stranger.lend("vitest", "vite");
    stranger.write(
      "gateway.test.mjs",
      `import { createGateway, ManualClock } from "local-voice-gateway";
import { expect, test, vi } from "vitest";

test("starts, waits and closes", async () => {
  const clock = new ManualClock();
  const gateway = await createGateway({ clock });
  vi.useFakeTimers();
  await clock.advance(60_000);
  vi.useRealTimers();
  expect(await (await fetch(gateway.restUrl + "/healthz")).json()).toEqual({ status: "ok" });
  await expect(gateway.waitFor("begun", () => true, { timeoutMs: 20 })).rejects.toThrow("within 20 ms");
  await gateway.close();
  await expect(fetch(gateway.restUrl + "/healthz")).rejects.toThrow();
});
`,
    );
    const vitest = stranger.path("node_modules/vitest/vitest.mjs");
    const { code, output } = await stranger.run(process.execPath, [vitest, "run", "--root", stranger.folder]);
    expect(output).toContain("1 passed");
    expect(code).toBe(0);
  });
});

describe("the examples", () => {
  base("name the variables of the account that the command prints", () => {
    for (const name of ["html", "express", "next"]) {
      const text = readFileSync(`lib/gateway/package/examples/${name}/.env.example`, "utf8");
      expect(text.match(/^TWILIO_\w+=$/gm), name).toHaveLength(5);
      expect(existsSync(`lib/gateway/package/examples/${name}/package.json`)).toBe(true);
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
