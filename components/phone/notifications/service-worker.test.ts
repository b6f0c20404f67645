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

  beforeEach(() => {
    pages.clear();
    openWindow.mockReset();
    const self = {
      addEventListener: (type: string, listener: (event: Click) => void) => {
        heard[type] = listener;
      },
      clients: {
        get: async (id: string) => pages.get(id),
        matchAll: async () => [...pages.values()],
        openWindow,
      },
    };
    runInNewContext(script, { self });
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
