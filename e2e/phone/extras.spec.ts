import { expectAccessible } from "../support/access";
import { audible, loudness } from "../support/audio";
import { locksHeld, mediaSession, pressKey, watchExtras } from "../support/extras";
import { newPerson } from "../support/people";
import { button, call, connect, expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

test("the screen stays on during a call, and only then", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { prepare: watchExtras }),
    newPerson(browser, "bob"),
  ]);
  // A browser without a screen gives the lock only to a page with that permission.
  await alice.context.grantPermissions(["microphone", "screen-wake-lock"]);
  await expectStatus(alice.page, "Ready");
  expect(await locksHeld(alice.page)).toBe(0);
  await connect(alice, bob);
  await expect.poll(() => locksHeld(alice.page)).toBe(1);
  // Mute and other changes of state request no second lock.
  await button(alice.page, "Mute").click();
  await expect(button(alice.page, "Unmute")).toBeVisible();
  expect(await locksHeld(alice.page)).toBe(1);
  await button(bob.page, "Hang up").click();
  await expectStatus(alice.page, "Ended: completed");
  await expect.poll(() => locksHeld(alice.page)).toBe(0);
});

test("the keys of a headset mute and hang up, and are released after the call", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { prepare: watchExtras }),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await expect
    .poll(() => mediaSession(alice.page))
    .toEqual({ title: bob.displayName, actions: ["hangup", "togglemicrophone"], microphoneActive: true });

  await pressKey(alice.page, "togglemicrophone");
  await expect(button(alice.page, "Unmute")).toBeVisible();
  expect(await mediaSession(alice.page)).toMatchObject({ microphoneActive: false });
  await expect.poll(() => loudness(bob.page, 1)).toBeLessThan(audible / 10);
  await pressKey(alice.page, "togglemicrophone");
  await expect(button(alice.page, "Mute")).toBeVisible();
  expect(await mediaSession(alice.page)).toMatchObject({ microphoneActive: true });
  await expect.poll(() => loudness(bob.page)).toBeGreaterThan(audible);

  await pressKey(alice.page, "hangup");
  await expectStatus(bob.page, "Ended: completed");
  await expect.poll(() => mediaSession(alice.page)).toMatchObject({ title: null, actions: [] });
});

test("a call can move to a small window, which shows the other person, mutes and hangs up", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  const opened = alice.context.waitForEvent("page");
  await button(alice.page, "Small window").click();
  const mini = await opened;
  await expect(mini.getByRole("heading", { name: bob.displayName })).toBeVisible();
  await expect(mini.getByRole("timer")).toHaveText(/^0:\d\d$/);

  await button(mini, "Mute").click();
  await expect(button(alice.page, "Unmute")).toBeVisible();
  await expect.poll(() => loudness(bob.page, 1)).toBeLessThan(audible / 10);
  await button(mini, "Unmute").click();
  await expect.poll(() => loudness(bob.page)).toBeGreaterThan(audible);

  const closed = mini.waitForEvent("close");
  await button(mini, "Hang up").click();
  await closed;
  await expectStatus(bob.page, "Ended: completed");
});

test("a second call can be answered in the small window, which then shows it", async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  await connect(alice, bob);
  const opened = alice.context.waitForEvent("page");
  await button(alice.page, "Small window").click();
  const mini = await opened;
  await expectStatus(carol.page, "Ready");
  await call(carol, alice);
  await expect(mini.getByText(`${carol.displayName} is calling`)).toBeVisible();
  await expectAccessible(mini, "the small window");
  await button(mini, "End and answer").click();
  await expectStatus(bob.page, "Ended: completed");
  await expect(mini.getByRole("heading", { name: carol.displayName })).toBeVisible();
  await expect(mini.getByRole("timer")).toBeVisible();
  expect(await loudness(carol.page)).toBeGreaterThan(audible);
  await expect(button(alice.page, "Small window")).toHaveAttribute("aria-pressed", "true");
});

test("the small window closes when the other side hangs up, and can be closed by hand", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  const toggle = button(alice.page, "Small window");
  const first = alice.context.waitForEvent("page");
  await toggle.click();
  const away = (await first).waitForEvent("close");
  await expect(toggle).toHaveAttribute("aria-pressed", "true");
  await toggle.click();
  await away;
  await expect(toggle).toHaveAttribute("aria-pressed", "false");
  await expectStatus(alice.page, "In call");

  const second = alice.context.waitForEvent("page");
  await toggle.click();
  const closed = (await second).waitForEvent("close");
  await button(bob.page, "Hang up").click();
  await closed;
  await expectStatus(alice.page, "Ended: completed");
});
