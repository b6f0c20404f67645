import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "@playwright/test";
import { pause } from "../browser/pause";

/** How often React changed the document, and how many components it rendered for that, a second. */
export interface Renders {
  readonly commits: number;
  readonly components: number;
}

/** The counters of `renders-page.js`. */
declare const benchRenders: { commits: number; components: number };

/** Counts React's renders in the pages of a context. It costs time itself, so nothing else is measured there. */
export function installRenderCounter(context: BrowserContext): Promise<unknown> {
  return context.addInitScript({ path: fileURLToPath(new URL("./renders-page.js", import.meta.url)) });
}

/** What React renders in the page within so many seconds, each second. */
export async function countRenders(page: Page, seconds: number): Promise<Renders> {
  const read = () => page.evaluate(() => ({ ...benchRenders }));
  const before = await read();
  await pause(seconds * 1_000);
  const after = await read();
  return {
    commits: (after.commits - before.commits) / seconds,
    components: (after.components - before.components) / seconds,
  };
}
