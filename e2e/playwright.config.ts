import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./support/chromium";

/** The specs that open four browsers or start a product of their own. Two of them at once are too much for two cores. */
const heavy = [
  "admin",
  "at-once",
  "changes",
  "database-away",
  "faults",
  "guest-expired",
  "line",
  "new-version",
  "not-configured",
  "openid",
  "server",
  "sessions",
  "set-up",
  "signed-in-devices",
  "three-commands",
  "twilio-mode",
  "upgrade",
  "wake",
].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: "./phone",
  outputDir: "../test-results/phone",
  globalSetup: "./support/global-setup.ts",
  // Each test has its own people, so tests can run in parallel. A call needs two or three browser contexts.
  fullyParallel: true,
  workers: 2,
  projects: [
    { name: "heavy", testMatch: heavy, workers: 1 },
    { name: "phone", testIgnore: heavy },
  ],
  // A machine that stalls for seconds can fail any test that has a time limit. The list names a test that passed only at
  // the second try, and the closing line counts it. The long form (SOAK) allows no second try.
  retries: process.env.SOAK ? 0 : 1,
  // A limit only ends a test that will never pass, so a slow machine has time enough.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-US",
    permissions: ["microphone"],
    // A trace costs as much as a page, and most of what fails on a slow machine fails again for it.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromiumPath(), args: chromiumArgs },
  },
});
