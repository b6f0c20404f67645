import type { CDPSession, Page, Worker } from "@playwright/test";
import { shownTo } from "./background";
import type { Person } from "./people";
import type { startPushService } from "./push";

/** The push service of a test. */
export type PushService = Awaited<ReturnType<typeof startPushService>>;
/** A message that it has taken. */
export type ReceivedPush = PushService["received"][number];
type TestSubscription = ReturnType<PushService["subscribe"]>;
type Making = typeof globalThis & { subscribeForTest(serverKey: string): Promise<TestSubscription> };
type Opening = typeof globalThis & {
  clients: { openWindow(address: string): Promise<unknown> };
  openedForTest: string[];
};

/**
 * Gives a page's browser a push service: Chromium has none here, so its `pushManager.subscribe` fails. Keys and address are
 * those of `service`, and are kept as long as the browser context lives, as a subscription is. For `prepare` of a person.
 */
export async function installPushService(page: Page, service: PushService): Promise<void> {
  // Pages that are opened later have it, too.
  const context = page.context();
  await context.exposeFunction("subscribeForTest", (serverKey: string) => service.subscribe(serverKey));
  await context.addInitScript(() => {
    // A test may have taken it away.
    if (!("PushManager" in window)) return;
    const key = "subscription-of-test";
    const toText = (bytes: Uint8Array) =>
      btoa(String.fromCharCode(...bytes))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, "");
    const toBytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

    function read(): PushSubscription | null {
      const text = localStorage.getItem(key);
      if (text === null) return null;
      const { serverKey, made } = JSON.parse(text);
      return {
        endpoint: made.endpoint,
        expirationTime: null,
        options: { userVisibleOnly: true, applicationServerKey: toBytes(serverKey).buffer },
        toJSON: () => made,
        unsubscribe: async () => {
          localStorage.removeItem(key);
          return true;
        },
      } as unknown as PushSubscription;
    }

    PushManager.prototype.getSubscription = async () => read();
    PushManager.prototype.subscribe = async (options) => {
      const serverKey = toText(options?.applicationServerKey as Uint8Array);
      const made = await (globalThis as Making).subscribeForTest(serverKey);
      localStorage.setItem(key, JSON.stringify({ serverKey, made }));
      return read() as PushSubscription;
    };
  });
}

/** A device of a person on which no page of the app is open. Its service worker can be reached all the same. */
export class ClosedDevice {
  readonly person: Person;
  readonly #devtools: CDPSession;
  readonly #registrationId: Promise<string>;
  readonly #origin: string;

  private constructor(person: Person, devtools: CDPSession, origin: string) {
    this.person = person;
    this.#devtools = devtools;
    this.#origin = origin;
    this.#registrationId = new Promise((resolve) => {
      devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
        if (own) resolve(own.registrationId);
      });
    });
  }

  /** Closes all pages of a person. An empty one stays, since the protocol needs a page. */
  static async close(person: Person): Promise<ClosedDevice> {
    const { origin } = new URL(person.page.url());
    const pages = person.context.pages();
    const empty = await person.context.newPage();
    const device = new ClosedDevice(person, await person.context.newCDPSession(empty), origin);
    await device.#devtools.send("ServiceWorker.enable");
    await device.#registrationId;
    await (await device.#worker()).evaluate(() => {
      const scope = globalThis as Opening;
      scope.openedForTest = [];
      // A click of a test is none of a person, so the browser would open no window for it.
      scope.clients.openWindow = async (address) => scope.openedForTest.push(address);
    });
    await Promise.all(pages.map((page) => page.close()));
    return device;
  }

  /** Brings a message that the push service has taken to the service worker, as the browser does with its decrypted text. */
  async deliver({ text }: Pick<ReceivedPush, "text">): Promise<void> {
    const registrationId = await this.#registrationId;
    await this.#devtools.send("ServiceWorker.deliverPushMessage", {
      origin: this.#origin,
      registrationId,
      data: text,
    });
  }

  /** The pages that clicks on notifications have opened, as paths. */
  async opened(): Promise<string[]> {
    return (await this.#worker()).evaluate(() => (globalThis as Opening).openedForTest);
  }

  /** The titles of the notifications that are shown. */
  async titles(): Promise<string[]> {
    return (await shownTo(this.person)).map(({ title }) => title);
  }

  async #worker(): Promise<Worker> {
    const [worker] = this.person.context.serviceWorkers();
    return worker ?? (await this.person.context.waitForEvent("serviceworker"));
  }
}
