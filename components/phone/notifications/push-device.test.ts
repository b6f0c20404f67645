// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anotherKey, otherDevice, PushBrowser, serverKey, thisDevice } from "./testing/push-browser";

let browser: PushBrowser;
const endpoint = () => browser.subscription?.endpoint;
let push: typeof import("./push-device");

/** Another page of the same browser. */
async function nextPage() {
  vi.resetModules();
  push = await import("./push-device");
}

beforeEach(async () => {
  browser = new PushBrowser();
  await nextPage();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const first = "https://push.example/1";
const second = "https://push.example/2";

describe("a device that is to be rung", () => {
  it("is subscribed, and the server gets its address", async () => {
    await push.startPush(serverKey);
    expect([endpoint(), browser.sent()]).toEqual([first, [first]]);
  });

  it("is not subscribed if the server refuses", async () => {
    browser.server.refuse("PUT /api/push", "too_many_devices", 409);
    await expect(push.startPush(serverKey)).rejects.toMatchObject({ code: "too_many_devices" });
    expect(browser.subscription).toBeNull();
  });

  it.each([
    ["the user does not allow notifications", "refused", () => (browser.permission = "denied")],
    [
      "the browser does not allow it",
      "refused",
      () => (browser.fault = new DOMException("", "NotAllowedError")),
    ],
    [
      "the push service does not answer",
      "service",
      () => (browser.fault = new DOMException("", "AbortError")),
    ],
  ])("says why not when %s", async (_what, reason, cause) => {
    cause();
    await expect(push.startPush(serverKey)).rejects.toMatchObject({ name: "PushFailure", reason });
    expect(browser.sent()).toEqual([]);
  });
});

describe("a device that is not to be rung any more", () => {
  it("is unsubscribed and off the server's list", async () => {
    await push.startPush(serverKey);
    await push.stopPush();
    expect([browser.subscription, browser.devices]).toEqual([null, []]);
  });

  it("stays as it is if the server does not answer", async () => {
    await push.startPush(serverKey);
    browser.server.disconnect("DELETE /api/push");
    await expect(push.stopPush()).rejects.toMatchObject({ code: "network" });
    expect([endpoint(), browser.devices]).toEqual([first, [thisDevice]]);
  });

  it("is unsubscribed at signing out, which a push service without an answer does not hold up", async () => {
    await push.startPush(serverKey);
    vi.useFakeTimers();
    Object.assign(browser.subscription ?? {}, { unsubscribe: () => new Promise(() => {}) });
    const dropped = vi.fn();
    void push.dropPush().then(dropped);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(dropped).toHaveBeenCalledOnce();
    vi.useRealTimers();
    browser = new PushBrowser();
    await nextPage();
    await push.startPush(serverKey);
    await push.dropPush();
    expect(browser.subscription).toBeNull();
  });
});

describe("a page that is opened", () => {
  async function open() {
    await nextPage();
    await push.keepPush();
  }

  it("asks the server nothing in a browser that was never to be rung", async () => {
    await open();
    expect(browser.server.requests).toEqual([]);
  });

  it("sends nothing as long as all is as it was", async () => {
    await push.startPush(serverKey);
    await open();
    expect(browser.sent()).toEqual([first]);
  });

  it("sends the subscription that the browser has renewed", async () => {
    await push.startPush(serverKey);
    browser.subscription = null;
    browser.subscribe(serverKey);
    await open();
    expect(browser.sent()).toEqual([first, second]);
  });

  it("subscribes again when the browser has lost its subscription, or the server has another key", async () => {
    await push.startPush(serverKey);
    browser.subscription = null;
    await open();
    expect(browser.sent()).toEqual([first, second]);
    browser.publicKey = anotherKey;
    await open();
    expect(browser.sent()).toEqual([first, second, "https://push.example/3"]);
    expect(endpoint()).toBe("https://push.example/3");
  });

  it("ends the subscription of a person who was signed in before, and never sends it for the next one", async () => {
    await push.startPush(serverKey);
    browser.devices = [otherDevice];
    await open();
    expect([browser.subscription, browser.sent(), browser.devices]).toEqual([null, [first], [otherDevice]]);
  });

  it("ends a subscription that this installation can no longer use", async () => {
    await push.startPush(serverKey);
    browser.publicKey = null;
    await open();
    expect(browser.subscription).toBeNull();
  });

  it("changes nothing while the server does not answer", async () => {
    await push.startPush(serverKey);
    browser.server.disconnect("GET /api/push");
    await open();
    expect(endpoint()).toBe(first);
  });

  it("does not end the subscription that a click is making at the same time", async () => {
    browser.subscribe(serverKey);
    const keeping = push.keepPush();
    const starting = push.startPush(serverKey);
    await Promise.all([keeping, starting]);
    expect(endpoint()).toBe(second);
    expect([browser.sent(), browser.devices]).toEqual([[second], [thisDevice]]);
  });
});
