import { fileURLToPath } from "node:url";
import type { BrowserContext, Locator, Page } from "@playwright/test";

/** What a person sees or hears: a status that begins with a text, a dialog that rings, sound from the other side. */
export type Sight = { status: string } | "dialog" | "sound";

/** The part of `watch-page.js` that is used here. */
declare const benchWatch: {
  arm(sights: Sight[]): void;
  seen(sight: Sight): Promise<number>;
  ready: Promise<number>;
  now(): number;
};

/** How long (ms) a sight is waited for. */
const patienceMs = 20_000;

/**
 * Lets the bench see when something happens in the pages of a context, from inside of each page. Changes of the document
 * are seen by a MutationObserver, so as soon as they are made and before they are painted. Sound is looked for every 4 ms,
 * in what WebRTC has received and decoded.
 */
export function installWatch(context: BrowserContext): Promise<unknown> {
  return context.addInitScript({ path: fileURLToPath(new URL("./watch-page.js", import.meta.url)) });
}

/** Begins to wait for each sight in the page. Those of an earlier call are forgotten. */
export function arm(page: Page, sights: Sight[]): Promise<void> {
  return page.evaluate((wanted) => benchWatch.arm(wanted), sights);
}

/** When the page saw or heard what `arm` has named (ms since the epoch). Throws after 20 s. */
export async function seen(page: Page, sight: Sight): Promise<number> {
  return inTime(
    page.evaluate((wanted) => benchWatch.seen(wanted), sight),
    `The page ${page.url()} has not had ${JSON.stringify(sight)}`,
  );
}

/** How long (ms) the page took from the start of its navigation until its status said "Ready". Throws after 20 s. */
export function readyAfter(page: Page): Promise<number> {
  return inTime(
    page.evaluate(() => benchWatch.ready),
    `The page ${page.url()} is not Ready`,
  );
}

/** Clicks a button from inside of its page. Returns when, by the page's clock (ms since the epoch). */
export function press(button: Locator): Promise<number> {
  return button.evaluate((element: HTMLElement) => {
    const at = benchWatch.now();
    element.click();
    return at;
  });
}

async function inTime<T>(work: Promise<T>, problem: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${problem} within ${patienceMs / 1_000} s.`)), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
