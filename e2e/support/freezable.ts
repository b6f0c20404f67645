import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./chromium";
import { freePort } from "./stack";

export interface FreezableBrowser {
  readonly context: BrowserContext;
  /** Switches to another tab and freezes the page, as browsers do after a while: none of its script runs. */
  freeze(page: Page): Promise<void>;
  /** Switches back to the page. */
  resume(page: Page): Promise<void>;
  close(): Promise<void>;
}

/**
 * A browser whose pages can be frozen. Playwright emulates focus in each page, and a page with focus is never frozen.
 * The exception is a browser that Playwright connects to without its defaults, as here.
 */
export async function freezableBrowser(): Promise<FreezableBrowser> {
  const port = await freePort();
  const launched = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs, `--remote-debugging-port=${port}`],
  });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  const [context] = browser.contexts();
  if (!context) throw new Error("The browser has no context of its own.");
  async function turn(page: Page, state: "frozen" | "active"): Promise<void> {
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state });
    await session.detach();
  }
  return {
    context,
    async freeze(page) {
      // Without another tab in front, `bringToFront` in `resume` would do nothing.
      await (await context.newPage()).bringToFront();
      await turn(page, "frozen");
    },
    async resume(page) {
      await turn(page, "active");
      await page.bringToFront();
    },
    async close() {
      await browser.close();
      await launched.close();
    },
  };
}
