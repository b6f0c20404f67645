import type { Page } from "@playwright/test";

interface Seen {
  readonly notifications: Notification[];
  /** How often the page asked to be brought to the front. */
  fronts: number;
}

type Watched = typeof globalThis & { backgroundOfTest?: Seen };

/**
 * Makes a page believe that it is in the background, and notes the notifications it shows: a browser without a
 * screen shows them nowhere, and Playwright keeps every page believing that it is in front.
 */
export async function sendToBackground(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { notifications: [], fronts: 0 };
    (globalThis as Watched).backgroundOfTest = seen;
    Object.defineProperty(document, "hidden", { get: () => true });
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    window.focus = () => {
      seen.fronts += 1;
    };
    const Native = window.Notification;
    window.Notification = class extends Native {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        seen.notifications.push(this);
      }
    };
  });
}

/** The titles of the notifications so far. */
export const shownIn = (page: Page): Promise<string[] | undefined> =>
  page.evaluate(() => (globalThis as Watched).backgroundOfTest?.notifications.map(({ title }) => title));

/** Does what the system does when the latest notification is clicked; says how often the page came to the front. */
export const clickNotification = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const seen = (globalThis as Watched).backgroundOfTest;
    const notification = seen?.notifications.at(-1);
    if (!seen || !notification) throw new Error("The page has shown no notification");
    notification.dispatchEvent(new Event("click"));
    return seen.fronts;
  });
