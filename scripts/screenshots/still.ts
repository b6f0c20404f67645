import type { Page } from "@playwright/test";
import sharp from "sharp";

/** How long (s) the pictured call has lasted. */
const pictured = 83;

/** How long (s) the answered calls of the history have lasted, the latest first. */
const lengths = [83, 0, 0, 0, 372, 46, 1504];

/** Stops the clock of a page when its timer of the call says 1:23, so that every run makes the same picture. */
export async function stopTimer(page: Page): Promise<void> {
  const timer = page.getByRole("timer");
  // The time right after a change of the timer, and the seconds that it says then.
  const { now, seconds } = await timer.evaluate(
    (element) =>
      new Promise<{ now: number; seconds: number }>((resolve) => {
        const observer = new MutationObserver(() => {
          const now = Date.now();
          observer.disconnect();
          const [minutes = 0, rest = 0] = (element.textContent ?? "").split(":").map(Number);
          resolve({ now, seconds: minutes * 60 + rest });
        });
        observer.observe(element, { characterData: true, childList: true, subtree: true });
      }),
  );
  await page.clock.setFixedTime(now + (pictured - seconds) * 1000);
  await timer.filter({ hasText: "1:23" }).waitFor();
}

/**
 * Gives the calls in the history of a page fixed times of today, in the order in which they came, and a fixed duration to
 * those that were answered. It changes the answers on their way to the page, and nothing else of them.
 */
export async function fixHistory(page: Page): Promise<void> {
  await page.route(/\/api\/calls(\?|$)/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as {
      calls: { startedAt: string; durationSeconds: number | null }[];
    };
    const calls = body.calls.map((call, index) => {
      const startedAt = new Date();
      startedAt.setHours(11, 42 - 17 * index, 0, 0);
      const durationSeconds = call.durationSeconds && (lengths[index] ?? pictured);
      return { ...call, startedAt: startedAt.toISOString(), durationSeconds };
    });
    await route.fulfill({ response, json: { ...body, calls } });
  });
}

/** The picture of what a page shows, as a PNG with a palette of at most 256 colours, which is a third of the size. */
export async function picture(page: Page): Promise<Buffer> {
  // Nothing is lit because the pointer happens to be over it.
  await page.mouse.move(0, 0);
  const png = await page.screenshot({ animations: "disabled", caret: "hide" });
  return sharp(png).png({ palette: true, colours: 256, effort: 10, compressionLevel: 9 }).toBuffer();
}
