import type { Locator } from "@playwright/test";
import { audible, loudness } from "../support/audio";
import { newPerson } from "../support/people";
import {
  button,
  call,
  connect,
  expectStatus,
  findPerson,
  incoming,
  personCallButton,
  phoneStatus,
  ring,
  visit,
} from "../support/phone";
import { expect, test } from "../support/test";

test("a second call can be declined while talking, and the first goes on", async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  await connect(alice, bob);
  await expectStatus(carol.page, "Ready");
  await call(carol, bob);
  await expect(incoming(bob.page)).toContainText(carol.displayName);
  // A key meant for the first call, such as Space on Mute, changes neither call.
  await expect(incoming(bob.page)).toBeFocused();
  await bob.page.keyboard.press("Space");
  await bob.page.keyboard.press("Enter");
  await expectStatus(bob.page, `In call with ${alice.displayName}`);
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(carol.page, "Ended: declined");
  await expectStatus(bob.page, "In call");
  expect(await loudness(alice.page)).toBeGreaterThan(audible);
});

test("a third caller is told busy while one call is active and another waits", async ({ browser }) => {
  const [alice, bob, carol, dave] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
    newPerson(browser, "dave"),
  ]);
  await connect(alice, bob);
  await expectStatus(carol.page, "Ready");
  await call(carol, bob);
  await expect(incoming(bob.page)).toContainText(carol.displayName);
  await expectStatus(dave.page, "Ready");
  await call(dave, bob);
  await expectStatus(dave.page, "Ended: busy");
  await expect(incoming(bob.page)).toContainText(carol.displayName);
  await expectStatus(bob.page, `In call with ${alice.displayName}`);
});

test("answering a second call ends the first, and the new one has sound", async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  await connect(alice, bob);
  await expectStatus(carol.page, "Ready");
  await call(carol, bob);
  await button(bob.page, "End and answer").click();
  await expectStatus(alice.page, "Ended: completed");
  await expectStatus(carol.page, "In call");
  await expectStatus(bob.page, `In call with ${carol.displayName}`);
  expect(await loudness(carol.page)).toBeGreaterThan(audible);
});

test("a second call that its caller gives up is shown as missed, and the first goes on", async ({
  browser,
}) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  await connect(alice, bob);
  await expectStatus(carol.page, "Ready");
  await button(bob.page, "Keypad").click();
  for (const key of ["1", "2"]) await bob.page.keyboard.press(key);
  await call(carol, bob);
  await expect(incoming(bob.page)).toContainText(carol.displayName);
  // The keypad keeps the focus, so that a number can be typed to its end.
  for (const key of ["3", "4"]) await bob.page.keyboard.press(key);
  await expect(bob.page.getByText("1234", { exact: true })).toBeVisible();
  await button(carol.page, "Hang up").click();
  await expect(incoming(bob.page)).toBeHidden();
  await expect(bob.page.getByText(`Missed call from ${carol.displayName}`)).toBeVisible();
  await expect(bob.page.getByRole("link", { name: "History, 1 missed call" }).first()).toBeVisible();
  await expectStatus(bob.page, `In call with ${alice.displayName}`);
  expect(await loudness(alice.page)).toBeGreaterThan(audible);
});

/** Presses a button that may disappear first, since the calls end by themselves at any moment. */
async function pressIfThere(one: Locator): Promise<void> {
  if (await one.isVisible()) await one.click({ timeout: 2_000 }).catch(() => undefined);
}

test("two people who call each other at once are not left in a ghost call", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await Promise.all([findPerson(alice.page, bob), findPerson(bob.page, alice)]);
  // Not by the mouse, which would wait half a minute where the other one's call is there first, and covers the button.
  const buttons = [personCallButton(alice.page, bob), personCallButton(bob.page, alice)];
  await Promise.all(buttons.map((one) => one.dispatchEvent("click")));
  // The page goes on saying "Ready" for a moment after the click.
  for (const { page } of [alice, bob]) await expect(phoneStatus(page)).not.toHaveText(/^Ready/);
  await expect
    .poll(async () => {
      for (const { page } of [alice, bob]) {
        await pressIfThere(button(page, "Hang up"));
        await pressIfThere(incoming(page).getByRole("button", { name: "Decline", exact: true }));
        await pressIfThere(button(page, "Done"));
      }
      // Of both at the same moment: what one does may bring the other one a call.
      return Promise.all([alice, bob].map(({ page }) => phoneStatus(page).textContent()));
    })
    .toEqual([expect.stringMatching(/^Ready/), expect.stringMatching(/^Ready/)]);
  // Nothing is left over: a new call works at once.
  await ring(alice, bob);
  await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(alice.page, "In call");
});

test("the caller is told busy at once, and no phone rings, while do not disturb is on", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(bob.page, "Ready");
  await visit(bob, "/settings");
  const switched = bob.page.getByRole("switch", { name: "Do not disturb" });
  await switched.click();
  await expect(switched).toBeChecked();
  await expectStatus(bob.page, "Ready, do not disturb");
  await expectStatus(alice.page, "Ready");
  await call(alice, bob);
  await expectStatus(alice.page, "Ended: busy");
  await expect(incoming(bob.page)).toBeHidden();
});
