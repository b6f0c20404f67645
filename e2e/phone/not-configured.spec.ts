import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { freePort } from "../support/stack";
import { expect, test } from "../support/test";

const root = fileURLToPath(new URL("../..", import.meta.url));
const secret = "this-is-too-short";

/** Starts the app's server alone, with what a deployment lacks: `npm start` itself refuses such a configuration. */
async function startUnconfigured(): Promise<{ url: string; output(): string; stop(): Promise<void> }> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ["scripts/serve.mjs"], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      PORT: String(port),
      TWILIO_AUTH_TOKEN: secret,
      APP_URL: "https://phone.example/a-path",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.kill("SIGKILL")) await ended;
  };
  const url = `http://localhost:${port}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/api/health`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 60_000 },
    )
    .toBe(503);
  return { url, output: () => output, stop };
}

test("a server without a complete configuration says on every page and route what is missing", async ({
  playwright,
}) => {
  const server = await startUnconfigured();
  const browser = await playwright.chromium.launch({ executablePath: chromiumPath(), args: chromiumArgs });
  try {
    for (const [path, method] of [
      ["/api/voice/call", "POST"],
      ["/api/voice/token", "POST"],
      ["/api/me", "GET"],
      ["/api/none", "GET"],
    ]) {
      const answer = await fetch(server.url + path, { method: method ?? "GET" });
      expect(answer.status, path).toBe(503);
      const { error } = await answer.json();
      expect(error.code, path).toBe("not_configured");
      expect(error.message).toContain("TWILIO_ACCOUNT_SID: missing");
      expect(error.message).not.toContain(secret);
    }
    const health = await (await fetch(`${server.url}/api/health`)).json();
    expect(health).toMatchObject({ status: "failing", configuration: "failing" });

    for (const [locale, title] of [
      ["en-GB", "Not set up yet"],
      ["ja-JP", "設定が完了していません"],
    ] as const) {
      const context = await browser.newContext({ baseURL: server.url, locale, javaScriptEnabled: false });
      const page = await context.newPage();
      for (const path of ["/", "/history", "/no-such-page"]) {
        expect((await page.goto(path))?.status(), path).toBe(503);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      }
      await expect(page.getByText("TWILIO_ACCOUNT_SID", { exact: true })).toBeVisible();
      await expect(page.getByText("APP_URL", { exact: true })).toBeVisible();
      expect(await page.content()).not.toMatch(/this-is-too-short|phone\.example\/a-path/);
      if (process.env.SHOTS) {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({
            path: `${process.env.SHOTS}-${locale}-${colorScheme}.png`,
            fullPage: true,
          });
        }
      }
    }
    expect(server.output()).toContain("TWILIO_ACCOUNT_SID: missing");
    expect(server.output()).not.toContain(secret);
  } finally {
    await browser.close();
    await server.stop();
  }
});
