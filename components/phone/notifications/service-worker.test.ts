import { beforeEach, describe, expect, it, vi } from "vitest";
import { startWorker, workerScript } from "./testing/service-worker";

describe("the service worker", () => {
  let worker: ReturnType<typeof startWorker>;
  const data = { client: "mine", ref: "one" };

  beforeEach(() => {
    worker = startWorker();
  });

  async function click(action: string, given: object | null = data) {
    const close = vi.fn();
    await worker.fire("notificationclick", { action, notification: { data: given, close } }).work;
    expect(close).toHaveBeenCalledOnce();
  }

  const open = (id: string) => worker.open(id);

  /** Shows the notification of a ringing call. Several can be left by pages that are gone. */
  function ring(data: object | null) {
    const entry = { tag: "incoming-call", data, close: () => void worker.shown.delete(entry) };
    worker.shown.add(entry);
  }

  it.each(["activate", "message"])(
    "closes rings whose page is gone, or which are too old, on %s",
    async (type) => {
      open("mine");
      ring({ client: "dead", until: Date.now() + 30_000 });
      ring({ client: "mine", until: Date.now() - 1 });
      ring({ client: "mine" });
      ring(null);
      await worker.fire(type).work;
      expect(worker.shown.size).toBe(0);
    },
  );

  it("leaves the ring of a living page, and closes it soon after that page has died", async () => {
    vi.useFakeTimers();
    open("mine");
    ring({ client: "mine", until: Date.now() + 35_000 });
    const { work } = worker.fire("message");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(worker.shown.size).toBe(1);
    worker.pages.delete("mine");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(worker.shown.size).toBe(0);
    await work;
    vi.useRealTimers();
  });

  it("closes a ring after 35 s, although its page lives and is frozen", async () => {
    vi.useFakeTimers();
    open("mine");
    ring({ client: "mine", until: Date.now() + 35_000 });
    const { work } = worker.fire("message");
    await vi.advanceTimersByTimeAsync(36_001);
    expect(worker.shown.size).toBe(0);
    await work;
    vi.useRealTimers();
  });

  it("handles no requests, has no cache, and asks the server only about calls and its own subscription", () => {
    expect(worker.events()).toEqual([
      "activate",
      "install",
      "message",
      "notificationclick",
      "push",
      "pushsubscriptionchange",
    ]);
    expect(workerScript).not.toMatch(/\bcaches\b|importScripts|indexedDB/);
    const asked = [...workerScript.matchAll(/\bfetch\([`"]([^$,)"]+)/g)].map(([, address]) => address);
    expect(asked).toEqual(["/api/calls/", "/api/push", "/api/push"]);
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

  it("opens a new page when there is none but that of a guest link", async () => {
    const guest = worker.open("guest", `/guest/${"s".repeat(32)}`);
    await click("answer");
    expect(guest.focus).not.toHaveBeenCalled();
    expect(worker.openWindow).toHaveBeenLastCalledWith("/");
  });

  it("opens the history of a missed call in another page, or in a new one", async () => {
    await click("", { ...data, open: "/history" });
    expect(worker.openWindow).toHaveBeenLastCalledWith("/history");
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
    expect(worker.openWindow).toHaveBeenCalledExactlyOnceWith("/");
    const mine = open("mine");
    await click("", { ...data, open: wanted });
    expect(mine.postMessage).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ open: undefined }));
  });

  it("opens the phone when the notification has no data", async () => {
    await click("", null);
    expect(worker.openWindow).toHaveBeenCalledExactlyOnceWith("/");
  });

  it("tolerates a browser that does not let it focus a page", async () => {
    const mine = open("mine");
    mine.focus.mockRejectedValueOnce(new Error("Not allowed to focus a window."));
    await click("answer");
    expect(mine.postMessage).toHaveBeenCalledOnce();
  });
});
