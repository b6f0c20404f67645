/** How long (ms) a worker may take to come up. A call rings meanwhile. */
const patienceMs = 3_000;

/** The service worker's registration, and what it calls this page. */
export interface NotificationWorker {
  readonly registration: ServiceWorkerRegistration;
  readonly client: string;
}

/** The tag of what is shown while a call rings; that goes with the ring. */
export const ringTag = "incoming-call";

let known: Promise<NotificationWorker | null> | null = null;

/** Brings the service worker up, or a new version of it, once a page. null: there is none here. Never rejects. */
export function notificationWorker(): Promise<NotificationWorker | null> {
  known ??= bringUp().catch(() => {
    known = null;
    return null;
  });
  return known;
}

/** Takes away what is still shown of calls that are over: whoever sees the history, or signs out, is done with it. */
export async function closeOldNotifications(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  for (const notification of (await registration?.getNotifications()) ?? []) {
    if (notification.tag !== ringTag) notification.close();
  }
}

async function bringUp(): Promise<NotificationWorker | null> {
  // Not on an insecure page, nor in a private window of some browsers.
  if (!("serviceWorker" in navigator)) return null;
  return await inTime(register());
}

async function register(): Promise<NotificationWorker> {
  const { serviceWorker } = navigator;
  await serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const registration = await serviceWorker.ready;
  return { registration, client: await nameOfThisPage(registration.active) };
}

function nameOfThisPage(worker: ServiceWorker | null): Promise<string> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker?.postMessage("who am I", [port2]);
  });
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The service worker does not come up")), patienceMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
