import { loadPush, removePush, savePush } from "@/components/api/push";
import { notificationWorker } from "./notification-worker";
import { serviceWorkers } from "./service-workers";

/** Why this browser could not be subscribed. `refused`: its user does not allow it; `service`: its push service. */
export class PushFailure extends Error {
  override name = "PushFailure";
  readonly reason: "refused" | "service";

  constructor(reason: PushFailure["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/** How long (ms) signing out waits for the browser's push service. */
const patienceMs = 1_500;

/** Where the browser keeps which address the server has. */
const key = "push-endpoint";

/** The address that the server has of this browser; null: none, as far as is known. */
function sentEndpoint(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function rememberSent(endpoint: string | null): void {
  try {
    if (endpoint === null) localStorage.removeItem(key);
    else localStorage.setItem(key, endpoint);
  } catch {}
}

/** The browser's subscription; null: it has none. */
export async function readSubscription(): Promise<PushSubscription | null> {
  const registration = await serviceWorkers()?.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

/** Runs such work one after the other, so that one cannot end the subscription that another one makes. */
let before: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = before.then(work);
  before = turn.catch(() => undefined);
  return turn;
}

/**
 * Has this device rung while the app is closed. Notifications must be allowed. `publicKey`: that of {@link loadPush}.
 * Throws PushFailure, or RequestError; then nothing is subscribed.
 */
export function startPush(publicKey: string): Promise<void> {
  return inTurn(async () => {
    const subscription = await subscribe(publicKey);
    try {
      await save(subscription);
    } catch (error) {
      await end(subscription);
      throw error;
    }
  });
}

/** Has this device not rung any more. Throws RequestError, and then changes nothing. */
export function stopPush(): Promise<void> {
  return inTurn(async () => {
    await removePush();
    await forget(await readSubscription());
  });
}

/**
 * Ends the browser's subscription, for somebody who signs out: the server ends its part with the session. Never rejects,
 * and takes 1.5 s at most.
 */
export async function dropPush(): Promise<void> {
  const dropped = inTurn(async () => end(await readSubscription())).catch(() => undefined);
  await Promise.race([dropped, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
}

/**
 * Makes the browser's subscription and the server's list agree. The browser may have lost or renewed its subscription, or
 * the server may have other keys: then a new one is sent. If this session is not on the list, the subscription belongs to
 * somebody who was signed in before, and ends. Never rejects.
 */
export function keepPush(): Promise<void> {
  return inTurn(async () => {
    const subscription = await readSubscription();
    if (!subscription && sentEndpoint() === null) return;
    const { publicKey, devices } = await loadPush();
    if (publicKey === null || !devices.some(({ current }) => current)) return forget(subscription);
    const kept = await subscribe(publicKey);
    if (kept.endpoint !== sentEndpoint()) await save(kept);
  }).catch(() => undefined);
}

async function save(subscription: PushSubscription): Promise<void> {
  await savePush(subscription.toJSON());
  rememberSent(subscription.endpoint);
}

async function forget(subscription: PushSubscription | null): Promise<void> {
  rememberSent(null);
  await end(subscription);
}

/** If the browser keeps it all the same, nobody sends to it. */
async function end(subscription: PushSubscription | null): Promise<void> {
  await subscription?.unsubscribe().catch(() => undefined);
}

/** The browser's subscription with that key: the one it has, or a new one. */
async function subscribe(publicKey: string): Promise<PushSubscription> {
  if (Notification.permission !== "granted") throw new PushFailure("refused");
  const worker = await notificationWorker();
  const pushManager = worker?.registration.pushManager;
  if (!pushManager) throw new PushFailure("service");
  const applicationServerKey = bytesOf(publicKey);
  try {
    const known = await pushManager.getSubscription();
    if (known && isSame(known.options.applicationServerKey, applicationServerKey)) return known;
    // A browser refuses another key as long as it has a subscription.
    await end(known);
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
    throw new PushFailure(isRefused ? "refused" : "service");
  }
}

/** `text`: base64url. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

function isSame(known: ArrayBuffer | null, wanted: Uint8Array): boolean {
  if (known?.byteLength !== wanted.length) return false;
  return new Uint8Array(known).every((byte, index) => byte === wanted[index]);
}
