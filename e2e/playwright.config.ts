import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./support/chromium";

export default defineConfig({
  testDir: "./phone",
  outputDir: "../test-results/phone",
  globalSetup: "./support/global-setup.ts",
  // Each test has its own people, so tests can run in parallel. A call needs two or three browser contexts.
  fullyParallel: true,
  workers: 2,
  // A machine that stalls for seconds can fail any test that has a time limit. The list names a test that passed only at
  // the second try, and the closing line counts it. The long form (SOAK) allows no second try.
  retries: process.env.SOAK ? 0 : 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-US",
    permissions: ["microphone"],
    // A trace costs as much as a page, so only the second try of a failed test is recorded.
    trace: "on-first-retry",
    launchOptions: { executablePath: chromiumPath(), args: chromiumArgs },
  },
});
