import { serviceWorkers } from "./service-workers";

/** How long (ms) the worker may take to start: a call may be ringing meanwhile. */
const patienceMs = 3_000;

/** The registration of the service worker, and the id by which the worker knows this page (`Client.id`). */
export interface NotificationWorker {
  readonly registration: ServiceWorkerRegistration;
  readonly client: string;
}

/** The tag of the notification of a ringing call, which is closed when the ringing ends. */
export const ringTag = "incoming-call";

/** The tag of the notification of a call that waits until this device opens the app (public/sw.js). */
const pushRingTag = "push-ring";

/** How long (ms) a call rings at most. Its notification is closed then, if its page is not there to close it. */
export const longestRingMs = 35_000;

let known: Promise<NotificationWorker | null> | null = null;

/** Registers and starts the service worker, once for each page. null: this page has none. Never rejects. */
export function notificationWorker(): Promise<NotificationWorker | null> {
  known ??= start().catch(() => {
    known = null;
    return null;
  });
  return known;
}

/** Closes the notifications of calls that are over: for people who open the history, or sign out. */
export async function closeOldNotifications(): Promise<void> {
  const registration = await serviceWorkers()?.getRegistration();
  for (const notification of (await registration?.getNotifications()) ?? []) {
    if (notification.tag !== ringTag && notification.tag !== pushRingTag) notification.close();
  }
}

/**
 * Tells the service worker that the call `ref` rings in this page, so that the notification of its push message goes. If
 * that notification was clicked, the click is reported to `onNotificationClick` now.
 */
export async function reportRinging(ref: string): Promise<void> {
  const registration = await serviceWorkers()?.getRegistration();
  registration?.active?.postMessage({ type: "ringing", ref });
}

/** Has the service worker close the notifications of calls that ring no more because their page is gone. */
export async function closeDeadRings(): Promise<void> {
  const registration = await serviceWorkers()?.getRegistration();
  registration?.active?.postMessage("close dead rings");
}

async function start(): Promise<NotificationWorker | null> {
  const serviceWorker = serviceWorkers();
  // Missing on an insecure page, and in a private window of some browsers.
  if (!serviceWorker) return null;
  return await withinPatience(register(serviceWorker));
}

async function register(serviceWorker: ServiceWorkerContainer): Promise<NotificationWorker> {
  await serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const registration = await serviceWorker.ready;
  return { registration, client: await readClientId(registration.active) };
}

function readClientId(worker: ServiceWorker | null): Promise<string> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker?.postMessage("who am I", [port2]);
  });
}

function withinPatience<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The service worker does not come up")), patienceMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
