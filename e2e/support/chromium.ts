import { existsSync } from "node:fs";

/** A Chromium with a fake microphone (it beeps once a second) that needs no permission click. */
export const chromiumArgs = [
  "--no-sandbox",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Where Chromium is: CHROMIUM_PATH (`npm test` sets it), else Debian's place, else Playwright's own. */
export function chromiumPath(): string | undefined {
  const path = process.env.CHROMIUM_PATH || "/usr/bin/chromium";
  return existsSync(path) ? path : undefined;
}
