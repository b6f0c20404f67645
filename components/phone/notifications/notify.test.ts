import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onNotificationClick } from "./notification-clicks";
import { notify } from "./notify";

const worker = vi.hoisted(() => ({ present: null as object | null }));
vi.mock("./notification-worker", async (original) => ({
  ...(await original<typeof import("./notification-worker")>()),
  notificationWorker: async () => worker.present,
}));

const notice = {
  title: "Alice is calling",
  body: "Answer",
  tag: "incoming-call",
  ref: "one",
  stays: true,
  actions: [{ action: "answer" as const, title: "Answer" }],
};
const made: FakeNotification[] = [];

class FakeNotification {
  static permission = "granted";
  close = vi.fn();
  onclick = () => {};
  constructor(readonly title: string) {
    made.push(this);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  made.length = 0;
  FakeNotification.permission = "granted";
  vi.stubGlobal("Notification", FakeNotification);
  vi.stubGlobal("window", { Notification: FakeNotification, focus: vi.fn() });
  vi.stubGlobal("document", { documentElement: { lang: "ja" } });
  vi.stubGlobal("navigator", {});
});
afterEach(() => vi.unstubAllGlobals());

describe("a notification by the service worker", () => {
  const shown = { close: vi.fn() };
  const registration = {
    showNotification: vi.fn(async (_title: string, _options: object) => {}),
    getNotifications: vi.fn(async () => [shown]),
  };

  beforeEach(() => {
    vi.clearAllMocks();
    worker.present = { registration, client: "this page" };
  });

  it("has its buttons and the id of its page, and can be closed", async () => {
    const close = notify(notice);
    await settled();
    expect(registration.showNotification).toHaveBeenCalledExactlyOnceWith(notice.title, {
      body: notice.body,
      tag: notice.tag,
      icon: "/icon-192.png",
      lang: "ja",
      requireInteraction: true,
      renotify: true,
      actions: notice.actions,
      data: { client: "this page", ref: "one", open: undefined, until: expect.any(Number) },
    });
    expect(made).toEqual([]);
    close?.();
    expect(shown.close).toHaveBeenCalledOnce();
  });

  it("is never shown, or closed once it appears, if close was called before", async () => {
    let showing = () => {};
    registration.showNotification.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          showing = resolve;
        }),
    );
    const close = notify(notice);
    await settled();
    close?.();
    showing();
    await settled();
    expect(shown.close).toHaveBeenCalledOnce();

    notify(notice)?.();
    await settled();
    expect(registration.showNotification).toHaveBeenCalledOnce();
  });

  it("is shown by the page when the worker fails", async () => {
    registration.showNotification.mockRejectedValueOnce(new TypeError("No active registration"));
    notify(notice);
    await settled();
    expect(made).toHaveLength(1);
  });
});

describe("a notification without a service worker", () => {
  beforeEach(() => {
    worker.present = null;
  });

  it("has no buttons, and a click on it brings the page to the front without an action", async () => {
    const clicks: unknown[] = [];
    const end = onNotificationClick((click) => clicks.push(click));
    notify({ ...notice, open: "/history" });
    await settled();
    made[0]?.onclick();
    end();
    expect(window.focus).toHaveBeenCalledOnce();
    expect(made[0]?.close).toHaveBeenCalledOnce();
    expect(clicks).toEqual([{ type: "notification", action: "", ref: "one", open: "/history" }]);
  });

  it("is not shown, and causes no error, where only a worker may show notifications", async () => {
    vi.stubGlobal(
      "Notification",
      class {
        static permission = "granted";
        constructor() {
          throw new TypeError("Illegal constructor");
        }
      },
    );
    const close = notify(notice);
    await settled();
    close?.();
  });

  it("is not shown unless allowed", () => {
    FakeNotification.permission = "denied";
    expect(notify(notice)).toBeNull();
  });
});
