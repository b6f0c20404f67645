import { existsSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, test as base, describe, expect } from "vitest";
import { nextRtp, rtp } from "../../lib/gateway/testing/ice";
import { openMedia, WireDevice } from "../../lib/gateway/testing/wire";
import { testInstalled } from "./testing/installed";
import { type Program, startProgram } from "./testing/program";

// The package as a stranger gets it: packed, installed in an empty folder, and started there. Express is for its example.

const { test, packed } = testInstalled("express@5");
const programs: Program[] = [];

afterAll(() => Promise.all(programs.map((program) => program.stop())));

describe("the archive", () => {
  base("has the programs, their types, the examples and the files for people, and nothing else", () => {
    const types = packed().files.filter((path) => /^dist\/types\/[\w/-]+\.d\.ts$/.test(path));
    const chunks = packed().files.filter((path) => /^dist\/chunk-\w+\.js$/.test(path));
    expect(types.length).toBeGreaterThan(5);
    expect(packed().files.filter((path) => !types.includes(path) && !chunks.includes(path))).toEqual([
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
    expect(packed().files.join()).not.toMatch(/test/);
    expect(packed().unpackedBytes).toBeLessThan(1_000_000);
  });

  test("has few dependencies, and nothing of the app", ({ stranger }) => {
    const folder = stranger.path("node_modules/local-voice-gateway");
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies)).toEqual([
      "@xmldom/xmldom",
      "jose",
      "mpg123-decoder",
      "sdp-transform",
      "werift",
      "ws",
      "zod",
    ]);
    const code = packed().files.filter((path) => path.endsWith(".js"));
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
