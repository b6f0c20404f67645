import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { desktopDark, expectAccessible, phoneLight } from "../support/access";
import { newPerson } from "../support/people";
import { button, visit } from "../support/phone";
import { type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

let stack: Stack;
let dataDir: string;

/** A stack of its own, since a changed TwiML app is a fault for everybody. */
async function withOwnStack(work: () => Promise<void>): Promise<void> {
  dataDir = await mkdtemp(join(tmpdir(), "browser-phone-e2e-"));
  stack = await startStack({ DATA_DIR: dataDir });
  try {
    await work();
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Changes the TwiML app over REST, as its owner would in Twilio's console. */
async function changeApplication(form: Record<string, string>): Promise<void> {
  const voice = JSON.parse(readFileSync(join(dataDir, "local-voice.json"), "utf8"));
  const credentials = Buffer.from(`${voice.TWILIO_ACCOUNT_SID}:${voice.TWILIO_AUTH_TOKEN}`).toString(
    "base64",
  );
  const path = `/2010-04-01/Accounts/${voice.TWILIO_ACCOUNT_SID}/Applications/${voice.TWILIO_TWIML_APP_SID}.json`;
  const response = await fetch(`http://localhost:${stack.gatewayPort}${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams(form),
  });
  expect(response.status, await response.text()).toBe(200);
}

/** Runs `npm run doctor -- --json` with the stack's settings. Resolves with its exit status and what it prints. */
function doctor(): Promise<{ status: number; checks: { id: string; status: string; fix: string | null }[] }> {
  const env = {
    ...process.env,
    PORT: new URL(stack.appUrl).port,
    VOICE_GATEWAY_PORT: String(stack.gatewayPort),
    DATA_DIR: dataDir,
    DATABASE_URL: "",
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ["scripts/task.mjs", "doctor", "--json"], { env }, (error, stdout) =>
      resolve({ status: error ? Number(error.code) : 0, checks: JSON.parse(stdout).checks }),
    );
  });
}

/** The SDK's preflight always fetches Twilio's own sounds. It may begin before a test ends. */
const preflightSounds = [/sdk\.twilio\.com/];

const setUp = (page: Page) => page.getByRole("region", { name: "How this server is set up" });

test("Diagnostics shows that the server is set up well", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { ...phoneLight, expectedErrors: preflightSounds });
  await visit(alice, "/diagnostics");
  await expect(setUp(alice.page)).toHaveCount(0);
  await button(alice.page, "Run checks").click();
  await setUp(alice.page).getByText("All 14 checks passed").click();
  await expect(setUp(alice.page).getByRole("listitem").filter({ hasText: "Voice webhook" })).toBeVisible();
  await expectAccessible(alice.page, "the set-up on a small screen");
});

test("Diagnostics shows which setting of the voice network is wrong, and who can mend it", ({ browser }) =>
  withOwnStack(async () => {
    await changeApplication({ StatusCallback: "https://old.example.com/api/voice/status" });
    const bob = await newPerson(browser, "bob", {
      ...desktopDark,
      origin: stack.appUrl,
      expectedErrors: preflightSounds,
    });
    await visit(bob, "/diagnostics");
    await button(bob.page, "Run checks").click();
    const wrong = setUp(bob.page).getByRole("listitem").filter({ hasText: "TwiML app" }).first();
    await expect(wrong).toContainText("The TwiML app sends reports of calls to another address");
    await expect(wrong).toContainText("Operator: stop the app and type npm start.");
    await expect(setUp(bob.page)).toContainText("13 other checks passed");
    await expect(setUp(bob.page)).not.toContainText("old.example.com");
    // Calls still work, and so does the test call.
    await expect(bob.page.getByText("1 check needs your attention.")).toBeVisible();
    await expectAccessible(bob.page, "the set-up in the dark");
    // Without the app, its page would report what it cannot reach.
    await bob.context.close();
  }));

test("the doctor finds nothing wrong with a stack that runs, and names what has failed", () =>
  withOwnStack(async () => {
    const well = await doctor();
    expect(well.checks.filter(({ status }) => status === "failed")).toEqual([]);
    expect(well.status).toBe(0);
    // The running app has the embedded database open.
    const skipped = well.checks.filter(({ status }) => status === "skipped").map(({ id }) => id);
    expect(skipped).toEqual(["migrations", "database_clock"]);

    await changeApplication({ StatusCallback: "" });
    const changed = await doctor();
    expect(changed.status).toBe(1);
    expect(changed.checks.filter(({ status }) => status === "failed")).toMatchObject([
      { id: "twiml_app", fix: expect.stringContaining("npm start") },
    ]);

    await stack.stop();
    const stopped = await doctor();
    expect(stopped.status).toBe(1);
    const failed = stopped.checks.filter(({ status }) => status === "failed");
    expect(failed.map(({ id }) => id)).toEqual(["account", "api_key", "webhook", "signalling"]);
    for (const { fix } of failed) expect(fix).toContain("npm start");
  }));
