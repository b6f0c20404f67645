import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import chromium from "../playwright.config";

/** The specs of `e2e/phone` in an installed Firefox. */
export default defineConfig({
  ...chromium,
  testDir: "../phone",
  outputDir: "../../test-results/firefox",
  globalSetup: "../support/global-setup.ts",
  use: {
    trace: "off",
    browserName: "firefox",
    channel: "moz-firefox",
    launchOptions: {
      executablePath: fileURLToPath(new URL("launch.mjs", import.meta.url)),
      firefoxUserPrefs: {
        // A tone instead of a microphone, and no question about it. Everything else is as people have it: above all,
        // no loopback in WebRTC.
        "media.navigator.streams.fake": true,
        "media.navigator.permission.disabled": true,
        "media.autoplay.default": 0,
      },
    },
  },
});
