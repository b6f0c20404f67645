import type { Page, Worker } from "@playwright/test";
import type { Person } from "./people";

/** A notification as the system shows it. */
export interface Shown {
  title: string;
  buttons: string[];
}

/** The parts of a service worker's global scope that the types of a page lack. */
interface WorkerScope {
  registration: ServiceWorkerRegistration;
  NotificationEvent: new (type: string, init: { notification: Notification; action: string }) => Event;
}
type WithButtons = Notification & { actions: { title: string }[] };

/** Grants the permission for notifications, and waits until the service worker is active. */
export async function allowNotifications({ context, page }: Person): Promise<void> {
  await context.grantPermissions(["microphone", "notifications"]);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Makes a page report that it is hidden: under Playwright every page reports that it is visible. */
export async function sendToBackground(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
  });
}

/** Makes a page report that it is visible again, as after a click on a notification. */
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

/** The notifications that the person sees at this moment. */
export async function shownTo(person: Person): Promise<Shown[]> {
  return (await workerOf(person)).evaluate(async () => {
    const { registration } = globalThis as unknown as WorkerScope;
    const shown = (await registration.getNotifications()) as WithButtons[];
    return shown.map(({ title, actions }) => ({ title, buttons: actions.map((one) => one.title) }));
  });
}

/**
 * Does what the system does when the person clicks the only notification, or its button `action`: a browser without a
 * screen shows no notification. Such a click does not bring a page to the front; use `bringToFront`.
 */
export async function clickNotification(person: Person, action = ""): Promise<void> {
  await (await workerOf(person)).evaluate(async (action) => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification, ...others] = await scope.registration.getNotifications();
    if (!notification || others.length > 0) throw new Error("There is not exactly one notification");
    const event = new scope.NotificationEvent("notificationclick", { notification, action });
    // `waitUntil` throws on an event that the browser did not make itself.
    globalThis.dispatchEvent(Object.assign(event, { waitUntil: () => undefined }));
  }, action);
}
