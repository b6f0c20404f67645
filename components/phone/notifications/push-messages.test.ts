import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PushMessage } from "@/lib/contracts";
import { startWorker } from "./testing/service-worker";

const ref = "7d7f2b1e-0f0e-4f6c-9f0e-2f6f4b1c0a11";
const icon = "/icon-192.png";
const missed = { title: "Missed call from Alice", body: "@alice" };

const ring = (more: object = {}): PushMessage => ({
  type: "ring",
  ref,
  title: "Alice is calling",
  body: "@alice",
  decline: "Decline",
  until: Date.now() + 12_000,
  missed,
  ...more,
});
const over = (more: object = {}): PushMessage => ({ type: "over", ref, missed: true, ...missed, ...more });

describe("the service worker, when a push message comes", () => {
  let worker: ReturnType<typeof startWorker>;

  beforeEach(() => {
    vi.useFakeTimers();
    worker = startWorker();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A message comes. It is shown when this resolves; `work` goes on as long as the worker watches the ringing. */
  async function push(message: unknown) {
    const fired = worker.fire("push", { data: { json: () => message } });
    await vi.advanceTimersByTimeAsync(0);
    return fired;
  }

  const titles = () => [...worker.shown].map(({ title }) => title);
  const only = () => {
    expect(worker.shown.size).toBe(1);
    return [...worker.shown][0];
  };

  /** What the system does when the person clicks the only notification, or its button. */
  async function click(action = "") {
    const notification = only();
    await worker.fire("notificationclick", { action, notification }).work;
  }

  async function ringsInPage(page = worker.open("mine")) {
    worker.fire("message", { data: { type: "ringing", ref }, source: page });
    await vi.advanceTimersByTimeAsync(0);
    return page;
  }

  it("shows the call until somebody does something, with the button that declines", async () => {
    await push(ring());
    expect(only()).toMatchObject({
      title: "Alice is calling",
      body: "@alice",
      icon,
      tag: "push-ring",
      requireInteraction: true,
      renotify: true,
      actions: [{ action: "decline", title: "Decline" }],
    });
  });

  it("shows the call as missed once it can no longer be answered, also if no message says so", async () => {
    const { work } = await push(ring());
    await vi.advanceTimersByTimeAsync(11_000);
    expect(titles()).toEqual(["Alice is calling"]);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(titles()).toEqual(["Missed call from Alice"]);
    await work;
  });

  it("shows a call as missed whose message comes too late", async () => {
    await push(ring({ until: Date.now() - 1 }));
    expect(only()).toMatchObject({ ...missed, data: { open: "/history" } });
  });

  it("does not ring on for a server whose clock is wrong", async () => {
    await push(ring({ until: Date.now() + 86_400_000 }));
    await vi.advanceTimersByTimeAsync(37_000);
    expect(titles()).toEqual(["Missed call from Alice"]);
  });

  it("replaces the ringing by the missed call when the caller gives up, and a click opens the history", async () => {
    const { work } = await push(ring());
    await push(over());
    expect(only()).toMatchObject({ ...missed, tag: ref, silent: true });
    await vi.advanceTimersByTimeAsync(1_000);
    await work;
    await click();
    expect(worker.openWindow).toHaveBeenCalledExactlyOnceWith("/history");
  });

  it("shows a missed call whose ringing never came", async () => {
    await push(over());
    expect(titles()).toEqual(["Missed call from Alice"]);
  });

  it("keeps the notification of another call when one is over", async () => {
    await push(ring({ ref: "another", title: "Carol is calling" }));
    await push(over());
    expect(titles()).toEqual(["Carol is calling", "Missed call from Alice"]);
  });

  it.each([
    ["while it rings", 0],
    ["when it is already shown as missed", 14_000],
  ])("removes a call that was taken elsewhere, %s", async (_when, ms) => {
    await push(ring());
    await vi.advanceTimersByTimeAsync(ms);
    await push(over({ missed: false, title: "Alice is calling" }));
    // Something has to be shown for each message, so it stays for a moment and without a sound.
    expect(only()).toMatchObject({ tag: "push-brief", silent: true });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(titles()).toEqual([]);
  });

  it("leaves the call to the page that rings: before the message, and after it", async () => {
    await push(ring());
    await ringsInPage();
    expect(titles()).toEqual([]);
    await push(ring());
    expect(only()).toMatchObject({ tag: "push-brief", silent: true });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(titles()).toEqual([]);
    // That page shows by itself that the call was missed.
    await push(over());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(titles()).toEqual([]);
  });

  it("opens the phone at a click, and tells the page that rings then that it was clicked", async () => {
    await push(ring());
    await click();
    expect(worker.openWindow).toHaveBeenCalledExactlyOnceWith("/");
    const page = await ringsInPage();
    expect(page.postMessage).toHaveBeenCalledExactlyOnceWith({ type: "notification", action: "", ref });
    // The click counts once.
    expect((await ringsInPage(worker.open("another"))).postMessage).not.toHaveBeenCalled();
  });

  it("brings an open page to the front at a click", async () => {
    const page = worker.open("frozen");
    await push(ring());
    await click();
    expect(page.focus).toHaveBeenCalledOnce();
    expect(worker.openWindow).not.toHaveBeenCalled();
  });

  it("declines without a page, even if the server does not answer", async () => {
    worker.fetch.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    await push(ring());
    await click("decline");
    expect(worker.fetch).toHaveBeenCalledExactlyOnceWith(`/api/calls/${ref}/decline`, { method: "POST" });
    expect([titles(), worker.openWindow.mock.calls]).toEqual([[], []]);
  });

  it("shows a note, of which a later one takes the place, and opens its page", async () => {
    const note = { type: "note", tag: "back-bob", title: "Bob is back", body: "", open: "/call/bob" };
    await push(note);
    await push({ ...note, title: "Bob is back again" });
    expect(titles()).toEqual(["Bob is back again"]);
    await click();
    expect(worker.openWindow).toHaveBeenCalledExactlyOnceWith("/call/bob");
  });

  it.each([
    null,
    7,
    {},
    { type: "ring" },
    { ...ring(), ref: "../../me" },
    { ...ring(), ref: undefined },
    { ...ring(), missed: null },
    { ...ring(), until: "tomorrow" },
    { ...over(), missed: "yes" },
    { ...over(), title: {} },
    { type: "note", title: "Bob is back", body: "" },
    { ...ring(), type: "toString" },
  ])("shows that something came when the message is %j, and a click opens the phone", async (message) => {
    await push(message);
    expect(only()).toMatchObject({ title: "Browser Phone", tag: "push-unread" });
    await click();
    expect(worker.openWindow).toHaveBeenCalledExactlyOnceWith("/");
  });

  it("shows that something came when the message is empty, or no JSON", async () => {
    worker.fire("push", { data: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(titles()).toEqual(["Browser Phone"]);
    worker.fire("push", { data: { json: () => JSON.parse("{") } });
    await vi.advanceTimersByTimeAsync(0);
    expect(titles()).toEqual(["Browser Phone"]);
  });
});

describe("the service worker, when the browser renews its subscription", () => {
  let worker: ReturnType<typeof startWorker>;
  const renewed = { endpoint: "https://push.example/new" };
  const old = { options: { userVisibleOnly: true } };
  const sent = () => worker.fetch.mock.calls.filter(([, init]) => init?.method === "PUT");

  beforeEach(() => {
    worker = startWorker();
  });

  function serverRings(current: boolean) {
    worker.fetch.mockResolvedValueOnce(Response.json({ devices: [{ current }] }));
  }

  it("sends the new one", async () => {
    serverRings(true);
    await worker.fire("pushsubscriptionchange", { newSubscription: renewed }).work;
    expect(sent()).toEqual([["/api/push", expect.objectContaining({ body: JSON.stringify(renewed) })]]);
  });

  it("makes a new one where the browser has made none", async () => {
    serverRings(true);
    worker.subscribe.mockResolvedValueOnce(renewed);
    await worker.fire("pushsubscriptionchange", { oldSubscription: old }).work;
    expect(worker.subscribe).toHaveBeenCalledExactlyOnceWith(old.options);
    expect(sent()).toHaveLength(1);
  });

  it("sends nothing for a person whose device is not rung, as after another one has signed in", async () => {
    serverRings(false);
    await worker.fire("pushsubscriptionchange", { newSubscription: renewed }).work;
    expect(sent()).toEqual([]);
  });

  it("leaves it to the next page if the server does not answer", async () => {
    worker.fetch.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    await worker.fire("pushsubscriptionchange", { newSubscription: renewed }).work;
    expect(sent()).toEqual([]);
  });
});
