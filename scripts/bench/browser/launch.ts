import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../../../e2e/support/chromium";
import { wav } from "../../../e2e/support/wav";

/** Where a visitor gets a browser of their own. */
export type Contexts = Pick<Browser, "newContext">;

/**
 * Contexts that are browsers with a profile on the disk, as people have them. Those of `launch` are private windows, which keep
 * compiled code only in the process of a page; and a page that separates itself from its opener (COOP) gets a new process.
 */
export function launchProfiles(): { contexts: Contexts; close(): Promise<void> } {
  const folders: string[] = [];
  const opened: BrowserContext[] = [];
  return {
    contexts: {
      async newContext(options?: BrowserContextOptions) {
        const folder = mkdtempSync(join(tmpdir(), "browser-phone-bench-profile-"));
        folders.push(folder);
        const settings = { executablePath: chromiumPath(), args: [...chromiumArgs] };
        const context = await chromium.launchPersistentContext(folder, { ...options, ...settings });
        opened.push(context);
        return context;
      },
    },
    async close() {
      for (const context of opened) await context.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

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
