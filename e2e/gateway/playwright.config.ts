import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../support/chromium";

// Everything that the SDK can see is so whether the gateway relays the sound of a call or ends it.
export default defineConfig<object, { media: "auto" | "ended" }>({
  projects: [
    { name: "relayed", use: { media: "auto" } },
    // But not what no SDK sees, nor what says itself where the sound of its calls ends: of these once is enough.
    {
      name: "ended",
      use: { media: "ended" },
      testIgnore: /(conference|package|rest|voice)\.spec/,
      grepInvert: /@once/,
    },
  ],
  testDir: ".",
  outputDir: "../../test-results/gateway",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Each worker drives the audio of several browsers. More than two workers starve each other on a small machine.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // As in e2e/playwright.config.ts: a second try is named and counted, and the long form allows none.
  retries: process.env.SOAK ? 0 : 1,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    permissions: ["microphone"],
    launchOptions: { executablePath: chromiumPath(), args: chromiumArgs },
  },
});
