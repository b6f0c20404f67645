import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const fromEnv = process.env.CHROMIUM_PATH;
const executablePath = [fromEnv, "/usr/bin/chromium"].find((path) => path && existsSync(path));

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/gateway",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each worker drives several browsers' worth of audio; more than two starve one another on a small machine.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    permissions: ["microphone"],
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
