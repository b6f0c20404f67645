import { vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import type { PushDevice } from "@/lib/contracts";

/** A key of a server, as `GET /api/push` tells it. */
export const serverKey = Buffer.alloc(65, 4).toString("base64url");
export const anotherKey = Buffer.alloc(65, 5).toString("base64url");

export const thisDevice: PushDevice = {
  id: "5f0c2a52-6c1a-4a39-8a65-0c9d8a5a8f01",
  device: "Chrome on Linux",
  current: true,
  createdAt: "2026-01-02T03:04:05Z",
};
export const otherDevice: PushDevice = {
  ...thisDevice,
  id: "5f0c2a52-6c1a-4a39-8a65-0c9d8a5a8f02",
  device: "Safari on iOS",
  current: false,
};

interface FakeSubscription {
  readonly endpoint: string;
  readonly options: { readonly applicationServerKey: ArrayBuffer };
  toJSON(): object;
  unsubscribe(): Promise<boolean>;
}

/** The browser of the test that runs. A page registers its service worker once, and so may outlive a test. */
let present: PushBrowser;

/** A browser that takes push messages, and a server that knows which devices are rung. */
export class PushBrowser {
  readonly server = new FakeServer();
  /** The browser's subscription. */
  subscription: FakeSubscription | null = null;
  publicKey: string | null = serverKey;
  /** What the server's list holds. */
  devices: PushDevice[] = [];
  permission: NotificationPermission = "granted";
  /** What the user chooses when asked for permission. */
  choice: NotificationPermission = "granted";
  /** Why the browser cannot be subscribed. */
  fault: Error | null = null;
  #made = 0;

  constructor() {
    present = this;
    localStorage.clear();
    const registration = {
      active: { postMessage: (_message: unknown, ports?: MessagePort[]) => ports?.[0]?.postMessage("page") },
      getNotifications: async () => [],
      pushManager: {
        getSubscription: async () => present.subscription,
        subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array<ArrayBuffer> }) =>
          present.subscribe(Buffer.from(applicationServerKey).toString("base64url")),
      },
    };
    vi.stubGlobal("PushManager", class {});
    vi.stubGlobal("isSecureContext", true);
    vi.stubGlobal("Notification", {
      requestPermission: async () => {
        this.permission = this.choice;
        return this.permission;
      },
    });
    Object.defineProperty(Notification, "permission", { configurable: true, get: () => this.permission });
    Object.defineProperty(navigator, "serviceWorker", {
      configurable: true,
      value: Object.assign(new EventTarget(), {
        ready: Promise.resolve(registration),
        register: async () => registration,
        getRegistration: async () => registration,
      }),
    });
    this.server.handle("GET /api/push", () =>
      Response.json({ publicKey: this.publicKey, devices: this.devices }),
    );
    this.server.handle("PUT /api/push", () => {
      this.devices = [thisDevice, ...this.devices.filter(({ current }) => !current)];
      return new Response(null, { status: 204 });
    });
    this.server.handle("DELETE /api/push", () => {
      this.devices = this.devices.filter(({ current }) => !current);
      return new Response(null, { status: 204 });
    });
  }

  /** Makes the browser's subscription. Throws, as a browser does, if it has one with another key. */
  subscribe(key: string): FakeSubscription {
    if (this.fault) throw this.fault;
    if (this.subscription) throw new DOMException("another key", "InvalidStateError");
    this.#made += 1;
    const endpoint = `https://push.example/${this.#made}`;
    const subscription: FakeSubscription = {
      endpoint,
      options: { applicationServerKey: new Uint8Array(Buffer.from(key, "base64url")).buffer },
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "p", auth: "a" } }),
      unsubscribe: async () => {
        if (this.subscription === subscription) this.subscription = null;
        return true;
      },
    };
    this.subscription = subscription;
    return subscription;
  }

  /** The addresses that were sent to the server, in order. */
  sent(): string[] {
    return (this.server.bodies as { endpoint?: string }[]).flatMap(({ endpoint }) => endpoint ?? []);
  }
}
