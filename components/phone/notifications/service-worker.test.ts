import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, it, vi } from "vitest";

const script = readFileSync(new URL("../../../public/sw.js", import.meta.url), "utf8");

interface Click {
  action: string;
  notification: { data: object | null; close(): void };
  waitUntil(work: Promise<unknown>): void;
}

const fakePage = () => ({ postMessage: vi.fn(), focus: vi.fn(async () => {}) });

describe("the service worker", () => {
  const pages = new Map<string, ReturnType<typeof fakePage>>();
  const openWindow = vi.fn(async (_path: string) => {});
  const heard: Record<string, (event: Click) => void> = {};
  const data = { client: "mine", ref: "one" };
  const shown = new Set<{ data: object | null; close(): void }>();

  beforeEach(() => {
    pages.clear();
    shown.clear();
    openWindow.mockReset();
    const self = {
      addEventListener: (type: string, listener: (event: Click) => void) => {
        heard[type] = listener;
      },
      clients: {
        get: async (id: string) => pages.get(id),
        matchAll: async () => [...pages.values()],
        openWindow,
        claim: async () => {},
      },
      registration: {
        getNotifications: async ({ tag }: { tag: string }) => (tag === "incoming-call" ? [...shown] : []),
      },
    };
    runInNewContext(script, {
      self,
      Date: { now: () => Date.now() },
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    });
  });

  async function click(action: string, given: object | null = data) {
    const close = vi.fn();
    let work: Promise<unknown> = Promise.resolve();
    heard.notificationclick?.({
      action,
      notification: { data: given, close },
      waitUntil: (one) => {
        work = one;
      },
    });
    await work;
    expect(close).toHaveBeenCalledOnce();
  }

  function open(id: string) {
    const page = fakePage();
    pages.set(id, page);
    return page;
  }

  /** Shows the notification of a ringing call. */
  function ring(data: object | null) {
    const notification = { data, close: () => void shown.delete(notification) };
    shown.add(notification);
  }

  async function fire(type: string, more: object = {}) {
    let work: Promise<unknown> = Promise.resolve();
    const waitUntil = (one: Promise<unknown>) => {
      work = one;
    };
    heard[type]?.({ ports: [], source: { id: "mine" }, waitUntil, ...more } as unknown as Click);
    return { work };
  }

  it.each(["activate", "message"])(
    "closes rings whose page is gone, or which are too old, on %s",
    async (type) => {
      open("mine");
      ring({ client: "dead", until: Date.now() + 30_000 });
      ring({ client: "mine", until: Date.now() - 1 });
      ring({ client: "mine" });
      ring(null);
      await (await fire(type)).work;
      expect(shown.size).toBe(0);
    },
  );

  it("leaves the ring of a living page, and closes it soon after that page has died", async () => {
    vi.useFakeTimers();
    open("mine");
    ring({ client: "mine", until: Date.now() + 35_000 });
    const { work } = await fire("message");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown.size).toBe(1);
    pages.delete("mine");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(shown.size).toBe(0);
    await work;
    vi.useRealTimers();
  });

  it("closes a ring after 35 s, although its page lives and is frozen", async () => {
    vi.useFakeTimers();
    open("mine");
    ring({ client: "mine", until: Date.now() + 35_000 });
    const { work } = await fire("message");
    await vi.advanceTimersByTimeAsync(36_001);
    expect(shown.size).toBe(0);
    await work;
    vi.useRealTimers();
  });

  it("handles no requests and has no cache", () => {
    expect(Object.keys(heard).sort()).toEqual(["activate", "install", "message", "notificationclick"]);
    expect(script).not.toMatch(/\bcaches\b|\bfetch\(|importScripts/);
  });

  it("reports the click to the page that showed it, and brings that page to the front", async () => {
    const [other, mine] = [open("other"), open("mine")];
    await click("answer");
    expect(mine.postMessage).toHaveBeenCalledExactlyOnceWith({
      type: "notification",
      action: "answer",
      ref: "one",
      open: undefined,
    });
    expect(mine.focus).toHaveBeenCalledOnce();
    expect([other.postMessage.mock.calls, other.focus.mock.calls]).toEqual([[], []]);
  });

  it("declines a call without bringing a page to the front", async () => {
    const mine = open("mine");
    await click("decline");
    expect(mine.postMessage).toHaveBeenCalledOnce();
    expect(mine.focus).not.toHaveBeenCalled();
  });

  it("never answers in another page when the call's page is gone, but brings the other page to the front", async () => {
    const other = open("other");
    await click("answer");
    expect(other.postMessage).not.toHaveBeenCalled();
    expect(other.focus).toHaveBeenCalledOnce();
  });

  it("opens the history of a missed call in another page, or in a new one", async () => {
    await click("", { ...data, open: "/history" });
    expect(openWindow).toHaveBeenLastCalledWith("/history");
    const other = open("other");
    await click("", { ...data, open: "/history" });
    expect(other.postMessage).toHaveBeenCalledExactlyOnceWith({
      type: "notification",
      action: "",
      open: "/history",
    });
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/\t/x",
    "x",
    7,
    {},
  ])("opens the phone instead of %j, which is no page of the app", async (wanted) => {
    await click("", { ...data, open: wanted });
    expect(openWindow).toHaveBeenCalledExactlyOnceWith("/");
    const mine = open("mine");
    await click("", { ...data, open: wanted });
    expect(mine.postMessage).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ open: undefined }));
  });

  it("opens the phone when the notification has no data", async () => {
    await click("", null);
    expect(openWindow).toHaveBeenCalledExactlyOnceWith("/");
  });

  it("tolerates a browser that does not let it focus a page", async () => {
    const mine = open("mine");
    mine.focus.mockRejectedValueOnce(new Error("Not allowed to focus a window."));
    await click("answer");
    expect(mine.postMessage).toHaveBeenCalledOnce();
  });
});
