import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { vi } from "vitest";

/** The service worker as it is served. */
export const workerScript = readFileSync(new URL("../../../../public/sw.js", import.meta.url), "utf8");

/** A notification on the screen. */
export interface Shown {
  readonly title?: string;
  readonly tag: string;
  readonly data: object | null;
  readonly [option: string]: unknown;
  close(): void;
}

const fakePage = (path: string) => ({
  url: `https://phone.example.com${path}`,
  postMessage: vi.fn(),
  focus: vi.fn(async () => {}),
});

/** Runs the service worker in a browser of which each part is seen and steered by the test. */
export function startWorker() {
  const pages = new Map<string, ReturnType<typeof fakePage>>();
  const shown = new Set<Shown>();
  const heard: Record<string, (event: object) => void> = {};
  const openWindow = vi.fn(async (_path: string) => {});
  const fetch = vi.fn(async (_path: string, _init?: RequestInit) => Response.json({}));
  const subscribe = vi.fn(async (_options: unknown): Promise<unknown> => null);

  function put(notification: Omit<Shown, "close">): Shown {
    for (const other of shown) if (other.tag === notification.tag) shown.delete(other);
    const one = {
      ...notification,
      tag: notification.tag as string,
      data: notification.data as object | null,
    };
    const entry: Shown = { ...one, close: () => void shown.delete(entry) };
    shown.add(entry);
    return entry;
  }

  const self = {
    addEventListener: (type: string, listener: (event: object) => void) => {
      heard[type] = listener;
    },
    skipWaiting: async () => {},
    clients: {
      get: async (id: string) => pages.get(id),
      matchAll: async () => [...pages.values()],
      openWindow,
      claim: async () => {},
    },
    registration: {
      getNotifications: async ({ tag }: { tag?: string } = {}) =>
        [...shown].filter((one) => tag === undefined || one.tag === tag),
      showNotification: async (title: string, options: { tag: string; data?: object }) => {
        // A browser throws then, too.
        if ("vibrate" in options && "silent" in options) throw new TypeError("silent, and vibrates");
        put({ title, ...options, data: options.data ?? null });
      },
      pushManager: { subscribe },
    },
  };
  runInNewContext(workerScript, {
    self,
    fetch,
    Date: { now: () => Date.now() },
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
  });

  return {
    pages,
    shown,
    openWindow,
    fetch,
    subscribe,
    /** The events that it listens to. */
    events: () => Object.keys(heard).sort(),
    /** Opens a page of the app. */
    open(id: string, path = "/") {
      const page = fakePage(path);
      pages.set(id, page);
      return page;
    },
    /** Puts a notification on the screen. */
    put,
    /** Lets an event happen. The result's `work` resolves when the worker has done what it asked time for. */
    fire(type: string, more: object = {}) {
      const work: Promise<unknown>[] = [];
      const waitUntil = (one: Promise<unknown>) => void work.push(one);
      heard[type]?.({ ports: [], source: { id: "mine" }, waitUntil, ...more });
      return { work: Promise.all(work) };
    },
  };
}
