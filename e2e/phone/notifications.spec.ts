import type { Browser } from "@playwright/test";
import { audible, loudness } from "../support/audio";
import {
  allowNotifications,
  bringToFront,
  clickNotification,
  sendToBackground,
  shownTo,
} from "../support/background";
import { anotherTab, newPerson, type Person, type PersonOptions } from "../support/people";
import { button, call, connect, expectStatus, incoming, visit } from "../support/phone";
import { expect, test } from "../support/test";

/** Alice, and Bob, whose page is in the background and may show notifications. */
async function aliceAndAway(browser: Browser, options?: PersonOptions) {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob", options)]);
  await expectStatus(alice.page, "Ready");
  await expect(bob.page.getByRole("status", { name: /^(Phone|電話の状態)$/ })).toHaveText(/^(Ready|待機中)$/);
  await allowNotifications(bob);
  await sendToBackground(bob.page);
  return { alice, bob };
}

/** The notification of a ringing call. */
const ringing = (from: Person, answer = "Answer") => [
  { title: `${from.displayName} is calling`, buttons: [answer, "Decline"] },
];

test("a page in the background shows a call in a notification and in its title", async ({ browser }) => {
  const { alice, bob } = await aliceAndAway(browser);
  const calm = await bob.page.title();
  await call(alice, bob);
  await expect(incoming(bob.page)).toBeVisible();
  await expect(bob.page).toHaveTitle(`${alice.displayName} is calling`);
  await expect.poll(() => shownTo(bob)).toEqual(ringing(alice));
  // A click on it shows the call, and does not answer it.
  await clickNotification(bob);
  await expect.poll(() => shownTo(bob)).toEqual([]);
  await expect(incoming(bob.page)).toBeVisible();
  await expectStatus(alice.page, "Ringing");
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expect(bob.page).toHaveTitle(calm);
  // A call that Bob declined himself is not missed.
  await expectStatus(bob.page, "Ended: declined");
  expect(await shownTo(bob)).toEqual([]);
});

test("Answer on the notification answers the call, and both sides have sound", async ({ browser }) => {
  const { alice, bob } = await aliceAndAway(browser);
  await call(alice, bob);
  await expect.poll(() => shownTo(bob)).toEqual(ringing(alice));
  await clickNotification(bob, "answer");
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);
  expect(await loudness(alice.page)).toBeGreaterThan(audible);
  expect(await loudness(bob.page)).toBeGreaterThan(audible);
  expect(await shownTo(bob)).toEqual([]);
});

test("Decline on the notification declines the call, and the caller sees it", async ({ browser }) => {
  const { alice, bob } = await aliceAndAway(browser);
  await call(alice, bob);
  await expect.poll(() => shownTo(bob)).toEqual(ringing(alice));
  await clickNotification(bob, "decline");
  await expectStatus(alice.page, "Ended: declined");
  await expectStatus(bob.page, "Ended: declined");
  expect(await shownTo(bob)).toEqual([]);
});

test("the notification of a waiting call ends the first and answers the second", async ({ browser }) => {
  const { alice, bob } = await aliceAndAway(browser);
  const carol = await newPerson(browser, "carol");
  await connect(alice, bob);
  await expectStatus(carol.page, "Ready");
  await call(carol, bob);
  await expect.poll(() => shownTo(bob)).toEqual(ringing(carol, "End and answer"));
  await clickNotification(bob, "answer");
  await expectStatus(alice.page, "Ended: completed");
  await expectStatus(bob.page, `In call with ${carol.displayName}`);
  expect(await loudness(carol.page)).toBeGreaterThan(audible);
});

test("a call that is given up removes its notification, and that of the missed call opens the history", async ({
  browser,
}) => {
  const { alice, bob } = await aliceAndAway(browser, {
    // Only an installed app has an icon to put a number on.
    prepare: async (page) => {
      await page.addInitScript(() => {
        navigator.setAppBadge = async (missed) =>
          document.documentElement.setAttribute("data-badge", `${missed}`);
      });
    },
  });
  const badge = bob.page.locator("html");
  await expect(badge).toHaveAttribute("data-badge", "0");
  const calm = await bob.page.title();
  await call(alice, bob);
  await expect.poll(() => shownTo(bob)).toEqual(ringing(alice));
  await button(alice.page, "Hang up").click();
  await expect(bob.page).toHaveTitle(calm);
  const missed = [{ title: `Missed call from ${alice.displayName}`, buttons: [] }];
  await expect.poll(() => shownTo(bob)).toEqual(missed);
  await expect(badge).toHaveAttribute("data-badge", "1");

  await clickNotification(bob);
  await bringToFront(bob.page);
  await expect(bob.page).toHaveURL(/\/history$/);
  await expect(bob.page.getByRole("listitem").filter({ hasText: alice.displayName })).toBeVisible();
  await expect(badge).toHaveAttribute("data-badge", "0");
  expect(await shownTo(bob)).toEqual([]);
});

test("closing a page closes its notification, even while another page of the app stays open", async ({
  browser,
}) => {
  const { alice, bob } = await aliceAndAway(browser);
  const other = await anotherTab(bob);
  await expectStatus(other, "Offline");
  await call(alice, bob);
  await expect.poll(() => shownTo(bob)).toEqual(ringing(alice));
  await bob.page.close();
  await expect.poll(() => shownTo(bob)).toEqual([]);
  await expectStatus(other, "Ready");
});

test("the notification is in Japanese for a Japanese browser", async ({ browser }) => {
  const { alice, bob } = await aliceAndAway(browser, { locale: "ja-JP" });
  await call(alice, bob);
  await expect
    .poll(() => shownTo(bob))
    .toEqual([{ title: `${alice.displayName} さんから着信`, buttons: ["応答", "拒否"] }]);
  await clickNotification(bob, "decline");
  await expectStatus(alice.page, "Ended: declined");
});

test("allowing notifications in the settings keeps the keyboard focus", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", {
    prepare: async (page) => {
      await page.addInitScript(() => {
        // Headless Chromium shows no prompt; this grants the permission as a user would.
        let permission: NotificationPermission = "default";
        Object.defineProperty(Notification, "permission", { get: () => permission });
        Notification.requestPermission = async () => {
          permission = "granted";
          return permission;
        };
      });
    },
  });
  await visit(alice, "/settings");
  const offer = alice.page.getByText("Be notified when somebody calls?");
  await expect(offer).toBeVisible();
  const section = alice.page.getByRole("region", { name: "Notifications" });
  await section.getByRole("button", { name: "Allow notifications" }).click();
  await expect(section.getByText("Allowed", { exact: true })).toBeVisible();
  await expect(section).toBeFocused();
  // The offer in the phone's panel is gone too, and the service worker runs without another page load.
  await expect(offer).toBeHidden();
  expect(await alice.page.evaluate(() => navigator.serviceWorker.ready.then(() => true))).toBe(true);
});

test("the notification of a call goes when the page that rang has crashed", async ({ browser }) => {
  const { alice, bob } = await aliceAndAway(browser);
  const second = await anotherTab(bob);
  await expectStatus(second, "Offline");
  await call(alice, bob);
  await expect.poll(() => shownTo(bob)).toEqual(ringing(alice));
  const devtools = await bob.context.newCDPSession(bob.page);
  const crashed = bob.page.waitForEvent("crash");
  void devtools.send("Page.crash").catch(() => undefined);
  await crashed;
  // The other tab has the phone now, and the call of the first one does not ring there.
  await expectStatus(second, "Ready", 25_000);
  await expect.poll(() => shownTo(bob)).toEqual([]);
});
