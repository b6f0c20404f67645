import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { testInstalled } from "./testing/installed";

// The module as programs of strangers use it.

const { test } = testInstalled();

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
