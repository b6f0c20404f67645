import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { ENVIRONMENT } from "./testing/account";

const root = fileURLToPath(new URL("../../", import.meta.url));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function start(changes: Record<string, string>): { child: ChildProcess; output: () => string } {
  const settings: Record<string, string> = {
    ...ENVIRONMENT,
    VOICE_GATEWAY_PORT: "0",
    VERCEL: "",
    ...changes,
  };
  const env = Object.assign({}, process.env, settings);
  const args = ["--import", "tsx", "lib/gateway/main.ts"];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  children.push(child);
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    text += chunk;
  });
  return { child, output: () => text };
}

test.concurrent("the gateway refuses to start on Vercel and says why", async () => {
  const { child, output } = start({ VERCEL: "1" });
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output()).toContain("VERCEL");
});

test.concurrent("the gateway refuses to start when its folder cannot be used, and names it", async () => {
  const { child, output } = start({ VOICE_GATEWAY_DATA: "/dev/null/recordings" });
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output()).toContain("/dev/null/recordings");
});

test.concurrent.each<[string, (child: ChildProcess) => void]>([
  ["SIGTERM", (child) => child.kill("SIGTERM")],
  ["the exit of its parent", (child) => child.disconnect()],
])("prints that it is ready, and exits at once on %s", async (_name, end) => {
  const { child, output } = start({});
  await expect.poll(output, { timeout: 25_000 }).toMatch(/ready on ws:\/\/localhost:\d+\/signal/);
  const exited = once(child, "exit");
  const begun = Date.now();
  end(child);
  expect(await exited).toEqual([0, null]);
  expect(Date.now() - begun).toBeLessThan(5_000);
});
