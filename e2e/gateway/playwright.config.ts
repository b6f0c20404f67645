import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../support/chromium";

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/gateway",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each worker drives several browsers' worth of audio; more than two starve one another on a small machine.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // As in e2e/playwright.config.ts: named and counted, and none in the long form.
  retries: process.env.SOAK ? 0 : 1,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    permissions: ["microphone"],
    launchOptions: { executablePath: chromiumPath(), args: chromiumArgs },
  },
});
