import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../../../e2e/support/chromium";
import { wav } from "../../../e2e/support/wav";

/** Starts Chromium, whose microphone hears a steady tone. `close` also removes the tone's file. */
export async function launch(): Promise<{ browser: Browser; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "browser-phone-bench-"));
  // Chromium's own fake microphone beeps only once a second. A tone can be measured as soon as it arrives.
  const tone = join(folder, "tone.wav");
  writeFileSync(tone, wav({ seconds: 1 }));
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs, `--use-file-for-fake-audio-capture=${tone}`],
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
