// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { useRouter } from "next/navigation";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  createFakePhone,
  ended,
  type FakePhone,
  fromBob,
  fromCarol,
  fromGuest,
  ready,
  ringing,
  talking,
} from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderHookInApp } from "@/components/testing/render";
import { emitClick, type NotificationClick } from "./notification-clicks";
import { notificationWorker } from "./notification-worker";
import { useNotifications } from "./use-notifications";

vi.mock("next/navigation", () => ({ useRouter: vi.fn() }));
// Pages of this test have no service worker: notifications are the page's own.
vi.mock("./notification-worker", async (original) => ({
  ...(await original<typeof import("./notification-worker")>()),
  notificationWorker: vi.fn(async () => null),
}));

/** A notification on the screen. */
class FakeNotification {
  static permission: NotificationPermission = "granted";
  static shown: FakeNotification[] = [];
  closed = false;
  onclick = () => {};
  readonly body: string | undefined;
  constructor(
    readonly title: string,
    { body }: NotificationOptions = {},
  ) {
    this.body = body;
    FakeNotification.shown.push(this);
  }
  close() {
    this.closed = true;
  }
}

const titles = () => FakeNotification.shown.map(({ title }) => title);
const push = vi.fn();

/** The page of a phone, which the user looks at, or not. */
async function page({ away, phone = createFakePhone() }: { away: boolean; phone?: FakePhone }) {
  vi.spyOn(document, "hasFocus").mockReturnValue(!away);
  const rendered = renderHookInApp(() => useNotifications(), { phone });
  await pass();
  return { ...rendered, phone };
}

async function show(phone: FakePhone, ...states: Parameters<FakePhone["show"]>[0][]) {
  for (const state of states) {
    phone.show(state);
    await pass();
  }
}

async function click(phone: FakePhone, what: Partial<NotificationClick>) {
  emitClick({ type: "notification", action: "", ...what });
  await pass();
  return phone;
}

beforeEach(() => {
  vi.useFakeTimers();
  new FakeServer();
  FakeNotification.permission = "granted";
  FakeNotification.shown = [];
  vi.stubGlobal("Notification", FakeNotification);
  vi.stubGlobal("isSecureContext", true);
  vi.mocked(notificationWorker).mockClear();
  push.mockReset();
  vi.mocked(useRouter).mockReturnValue({ push } as unknown as ReturnType<typeof useRouter>);
  document.title = "Phone";
});

describe("useNotifications for a call that rings", () => {
  it("shows a notification with the caller's name until the ringing stops, if the user looks elsewhere", async () => {
    const { phone } = await page({ away: true });
    await show(phone, ringing());
    expect(titles()).toEqual(["Bob is calling"]);
    expect(document.title).toBe("Bob is calling");
    await show(phone, ended("canceled", fromBob));
    expect(FakeNotification.shown[0]?.closed).toBe(true);
    expect(document.title).toBe("Phone");
  });

  it("names the caller's username, and says that the caller is new to the user or a guest, if so", async () => {
    const { phone } = await page({ away: true });
    await show(phone, ringing({ ...fromBob, newCaller: true }), ready, ringing(fromCarol), ready);
    await show(phone, ringing(fromGuest));
    const open = "Open Browser Phone to answer.";
    expect(FakeNotification.shown.map(({ body }) => body)).toEqual([
      `@bob · New caller · ${open}`,
      `@carol · ${open}`,
      `Guest · ${open}`,
    ]);
  });

  it("isolates a name that is written from right to left", async () => {
    const { phone } = await page({ away: true });
    await show(phone, ringing({ ...fromBob, peer: { name: "שרה", username: "sara" } }));
    expect(titles()).toEqual(["\u2068שרה\u2069 is calling"]);
  });

  it("shows no notification to a user who looks at the page", async () => {
    const { phone } = await page({ away: false });
    await show(phone, ringing());
    expect(titles()).toEqual([]);
    expect(document.title).toBe("Phone");
  });

  it("shows a notification when a second call rings during a call", async () => {
    const { phone } = await page({ away: true, phone: createFakePhone(talking()) });
    await show(phone, talking({ waiting: fromCarol }));
    expect(titles()).toEqual(["Carol is calling"]);
  });

  it("closes the notification when the page is unmounted", async () => {
    const { phone, unmount } = await page({ away: true });
    await show(phone, ringing());
    unmount();
    expect(FakeNotification.shown[0]?.closed).toBe(true);
  });
});

describe("a missed call", () => {
  it("is shown in one notification to a user who looks elsewhere", async () => {
    const { phone } = await page({ away: true });
    await show(phone, ended(null), ended("no_answer"), ended("no_answer"));
    expect(titles()).toEqual(["Missed call from Bob"]);
    expect(screen.queryByText("Missed call from Bob")).toBeNull();
  });

  it("is shown on the page to a user who is in another call", async () => {
    const { phone } = await page({ away: false, phone: createFakePhone(talking()) });
    await show(phone, talking({ passed: { call: fromCarol, outcome: "canceled" } }));
    expect(screen.getByText("Missed call from Carol")).toBeTruthy();
    expect(screen.getByText("@carol · It is in your history.")).toBeTruthy();
    expect(titles()).toEqual([]);
  });

  it("is shown only by the phone to a user who looks at it", async () => {
    const { phone } = await page({ away: false });
    await show(phone, ended("no_answer"));
    expect(titles()).toEqual([]);
    expect(screen.queryByText("Missed call from Bob")).toBeNull();
  });

  it("is neither an answered call nor an outgoing one", async () => {
    const { phone } = await page({ away: true });
    await show(phone, ended("completed"), ready, ended("no_answer", { ...fromBob, direction: "outgoing" }));
    expect(titles()).toEqual([]);
  });
});

describe("a new message", () => {
  const withMessages = (server: FakeServer, unheard: number) =>
    server.answer("GET /api/me", { ...alice, unheard });

  it.each([
    ["is shown to a user who looks elsewhere", true, createFakePhone(), ["You have a new message"]],
    ["is shown by the badge alone to a user who looks at the page", false, createFakePhone(), []],
    [
      "is shown by the tab with the phone alone",
      true,
      createFakePhone({ kind: "elsewhere", inCall: false, ringing: null }),
      [],
    ],
  ])("%s", async (_, away, phone, shown) => {
    const server = new FakeServer();
    withMessages(server, 0);
    await page({ away, phone });
    withMessages(server, 1);
    await pass(15_000);
    expect(titles()).toEqual(shown);
    // One that was heard is no news.
    withMessages(server, 0);
    await pass(60_000);
    expect(titles()).toEqual(shown);
  });
});

describe("a click on a notification", () => {
  it("answers or declines the call that rings", async () => {
    const { phone } = await page({ away: true, phone: createFakePhone(ringing()) });
    await click(phone, { action: "answer", ref: fromBob.ref });
    expect(phone.answer).toHaveBeenCalledOnce();
    await click(phone, { action: "decline", ref: fromBob.ref });
    expect(phone.decline).toHaveBeenCalledOnce();
  });

  it("answers or declines the call that waits", async () => {
    const { phone } = await page({ away: true, phone: createFakePhone(talking({ waiting: fromCarol })) });
    await click(phone, { action: "answer", ref: fromCarol.ref });
    expect(phone.answerWaiting).toHaveBeenCalledOnce();
    await click(phone, { action: "decline", ref: fromCarol.ref });
    expect(phone.declineWaiting).toHaveBeenCalledOnce();
  });

  it("does not affect another call", async () => {
    const { phone } = await page({ away: true, phone: createFakePhone(ringing(fromCarol)) });
    await click(phone, { action: "answer", ref: fromBob.ref });
    expect(phone.answer).not.toHaveBeenCalled();
  });

  it("opens its page on a click, and does nothing after unmount", async () => {
    const { phone, unmount } = await page({ away: true });
    await click(phone, { open: "/history" });
    expect(push).toHaveBeenCalledExactlyOnceWith("/history");
    unmount();
    await click(phone, { open: "/history" });
    expect(push).toHaveBeenCalledOnce();
  });
});

describe("the service worker", () => {
  it("is started before a call rings if notifications are allowed", async () => {
    await page({ away: false });
    expect(notificationWorker).toHaveBeenCalled();
  });

  it("is not started if notifications are not allowed", async () => {
    FakeNotification.permission = "denied";
    await page({ away: false });
    expect(notificationWorker).not.toHaveBeenCalled();
  });
});
