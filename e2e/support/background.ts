import type { Page, Worker } from "@playwright/test";
import type { Person } from "./people";

/** What a system shows of a notification. */
export interface Shown {
  title: string;
  buttons: string[];
}

/** What the service worker's side of a browser has that a page's types do not tell of. */
interface WorkerScope {
  registration: ServiceWorkerRegistration;
  NotificationEvent: new (type: string, init: { notification: Notification; action: string }) => Event;
}
type WithButtons = Notification & { actions: { title: string }[] };

/** Lets somebody be notified; done when the service worker is up, so that nothing depends on how fast that is. */
export async function allowNotifications({ context, page }: Person): Promise<void> {
  await context.grantPermissions(["microphone", "notifications"]);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Makes a page believe that it is in the background: Playwright keeps every page believing that it is in front. */
export async function sendToBackground(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
  });
}

/** What a click on a notification does to a page where there is a screen. */
export async function bringToFront(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(document, "hidden");
    Reflect.deleteProperty(document, "visibilityState");
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

async function workerOf({ context }: Person): Promise<Worker> {
  const [worker] = context.serviceWorkers();
  return worker ?? (await context.waitForEvent("serviceworker"));
}

/** The notifications that stand at this moment. */
export async function shownTo(person: Person): Promise<Shown[]> {
  return (await workerOf(person)).evaluate(async () => {
    const { registration } = globalThis as unknown as WorkerScope;
    const shown = (await registration.getNotifications()) as WithButtons[];
    return shown.map(({ title, actions }) => ({ title, buttons: actions.map((one) => one.title) }));
  });
}

/**
 * Does what the system does when the only notification is clicked, or its button `action`: a browser without a screen
 * shows neither. It does not let such a click bring a page to the front.
 */
export async function clickNotification(person: Person, action = ""): Promise<void> {
  await (await workerOf(person)).evaluate(async (action) => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification, ...others] = await scope.registration.getNotifications();
    if (!notification || others.length > 0) throw new Error("There is not exactly one notification");
    const event = new scope.NotificationEvent("notificationclick", { notification, action });
    // Only a browser's own event may be waited for.
    globalThis.dispatchEvent(Object.assign(event, { waitUntil: () => undefined }));
  }, action);
}
