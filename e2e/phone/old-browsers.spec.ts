import type { Page } from "@playwright/test";
import { appUrl, newBrowserOf, newPerson } from "../support/people";
import { button, connect, expectStatus, visit } from "../support/phone";
import { expect, test } from "../support/test";

/** Takes parts of the browser away before any script of the page runs, as older browsers and privacy settings do. */
type Take = (page: Page) => Promise<unknown>;

/** What a call can do without. Each is undefined, or throws, where a browser or a frame forbids it. */
const takeDispensable: Take = (page) =>
  page.addInitScript(() => {
    const gone = (object: object, ...names: string[]) => {
      for (const name of names) Object.defineProperty(object, name, { configurable: true, value: undefined });
    };
    const forbidden = (object: object, ...names: string[]) => {
      for (const name of names) {
        const get = () => {
          throw new DOMException(`${name} is forbidden here`, "SecurityError");
        };
        Object.defineProperty(object, name, { configurable: true, get });
      }
    };
    gone(
      navigator,
      "locks",
      "permissions",
      "sendBeacon",
      "wakeLock",
      "mediaSession",
      "clipboard",
      "setAppBadge",
    );
    gone(
      window,
      "BroadcastChannel",
      "Notification",
      "MediaMetadata",
      "documentPictureInPicture",
      "navigation",
    );
    gone(AbortSignal, "any");
    gone(URL, "canParse", "parse");
    gone(Promise, "withResolvers", "try");
    gone(Object, "groupBy");
    gone(Array, "fromAsync");
    gone(crypto, "randomUUID");
    gone(HTMLMediaElement.prototype, "setSinkId");
    forbidden(navigator, "serviceWorker");
    forbidden(window, "localStorage", "sessionStorage");
  });

/** In a frame without an origin of its own the locks are there, and refuse each request. */
const refuseLocks: Take = (page) =>
  page.addInitScript(() => {
    const refuse = () =>
      Promise.reject(new DOMException("Access to the Locks API is denied.", "SecurityError"));
    Object.defineProperty(navigator.locks, "request", { value: refuse });
  });

for (const [what, prepare] of [
  ["everything that it can do without is missing or forbidden", takeDispensable],
  ["locks are forbidden", refuseLocks],
] as const) {
  test(`a call works where ${what}`, async ({ browser }) => {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", { prepare }),
      // The SDK's own preflight fetches the sounds of the SDK.
      newPerson(browser, "bob", { prepare, expectedErrors: [/sdk\.twilio\.com/] }),
    ]);
    await connect(alice, bob);
    await button(alice.page, "Mute").click();
    await button(alice.page, "Unmute").click();
    await alice.page.getByRole("link", { name: "History", exact: true }).first().click();
    await expect(alice.page.getByRole("listitem").filter({ hasText: bob.displayName })).toContainText(
      "under way",
    );
    await button(alice.page, "Hang up").filter({ visible: true }).click();
    await expectStatus(bob.page, "Ended: completed");
    await visit(bob, "/settings");
    await visit(bob, "/diagnostics");
    await button(bob.page, "Run checks").click();
    await expect(bob.page.getByText("This browser can make calls.")).toBeVisible();
    await expect(bob.page.getByText("This browser reaches the voice service.")).toBeVisible({
      timeout: 30_000,
    });
  });
}

for (const [what, take] of [
  ["WebRTC", () => Object.defineProperty(window, "RTCPeerConnection", { value: undefined })],
  ["microphones", () => Object.defineProperty(navigator, "mediaDevices", { value: undefined })],
  ["WebSockets", () => Object.defineProperty(window, "WebSocket", { value: undefined })],
] as const) {
  test(`a browser without ${what} is told that it cannot make calls`, async ({ browser }) => {
    const alice = await newPerson(browser, "alice", { prepare: (page) => page.addInitScript(take) });
    await expectStatus(alice.page, "Offline, needs your attention");
    await expect(
      alice.page.getByText("This browser cannot make calls").filter({ visible: true }).first(),
    ).toBeVisible();
    await alice.page.goto(`${appUrl()}/diagnostics`);
    await button(alice.page, "Run checks").click();
    const check = alice.page
      .getByRole("listitem")
      .filter({ has: alice.page.getByText("Browser", { exact: true }) });
    await expect(check).toContainText("This browser cannot make calls");
    // The lists do not need what calls need.
    await alice.page.goto(`${appUrl()}/history`);
    await expect(alice.page.getByText("No calls yet")).toBeVisible();
  });
}

const oldNotice = "This browser is too old for Browser Phone.";

test("a browser older than the oldest supported ones is told so, also before signing in", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser, {
    // Whatever else fails there.
    expectedErrors: [/./],
    prepare: (page) =>
      page.addInitScript(() => Object.defineProperty(AbortSignal, "timeout", { value: undefined })),
  });
  await page.goto(`${appUrl()}/sign-in`);
  await expect(page.getByText(oldNotice)).toHaveCount(1);
});

test("a browser that is new enough is told nothing, and one without scripts what it needs", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser);
  await page.goto(`${appUrl()}/sign-in`);
  await page.waitForLoadState("networkidle");
  await expect(page.getByText(oldNotice)).toBeHidden();
  // Chromium shows no <noscript> where only the debugger has forbidden scripts, so the page itself is read.
  const html = await (await page.request.get(`${appUrl()}/sign-in`)).text();
  expect(html).toMatch(/<noscript><p[^>]*>Browser Phone needs JavaScript\. /);
});
