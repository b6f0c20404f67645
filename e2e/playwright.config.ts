import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./support/chromium";

export default defineConfig({
  testDir: "./phone",
  outputDir: "../test-results/phone",
  globalSetup: "./support/global-setup.ts",
  // Each test has its own people, so tests may run side by side; a call needs two or three browser contexts.
  fullyParallel: true,
  workers: 2,
  // A machine that stands still for seconds can fail any test with a time limit in it. A test that passed only at the
  // second try is named, and counted in the closing line. The long form allows none.
  retries: process.env.SOAK ? 0 : 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-US",
    permissions: ["microphone"],
    // A recording costs as much as a page: only a test that failed is recorded, the second time.
    trace: "on-first-retry",
    launchOptions: { executablePath: chromiumPath(), args: chromiumArgs },
  },
});
