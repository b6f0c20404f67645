import { audible, loudness } from "../support/audio";
import { newPerson } from "../support/people";
import { button, call, connect, expectStatus, incoming, personCallButton, ring } from "../support/phone";
import { expect, test } from "../support/test";

test("two people hear each other, and both see that the call is over", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await ring(alice, bob);
  await expectStatus(alice.page, "Ringing");
  await expect(incoming(bob.page)).toContainText(alice.displayName);
  await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);
  await expect(alice.page.getByRole("timer")).toBeVisible();

  const [atAlice, atBob] = await Promise.all([loudness(alice.page), loudness(bob.page)]);
  expect(atAlice).toBeGreaterThan(audible);
  expect(atBob).toBeGreaterThan(audible);

  await button(alice.page, "Hang up").click();
  await expectStatus(alice.page, "Ended: completed 0:");
  await expectStatus(bob.page, "Ended: completed 0:");
});

test("the callee hangs up, and the caller sees it", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  await button(bob.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed 0:");
  await expectStatus(alice.page, "Ended: completed 0:");
});

test("mute silences what the other side hears, and unmute brings it back", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  expect(await loudness(bob.page)).toBeGreaterThan(audible);

  await button(alice.page, "Mute").click();
  await expect(button(alice.page, "Unmute")).toBeVisible();
  await expect.poll(() => loudness(bob.page)).toBeLessThan(audible / 10);
  // Only Alice is muted: she still hears Bob.
  expect(await loudness(alice.page)).toBeGreaterThan(audible);

  await button(alice.page, "Unmute").click();
  await expect.poll(() => loudness(bob.page)).toBeGreaterThan(audible);
});

test("the callee can call the caller after a call", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  await button(alice.page, "Hang up").click();
  await Promise.all([expectStatus(alice.page, "Ended"), expectStatus(bob.page, "Ended")]);

  await call(bob, alice);
  await incoming(alice.page).getByRole("button", { name: "Answer", exact: true }).click();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);
  expect(await loudness(bob.page)).toBeGreaterThan(audible);
  await expect(personCallButton(bob.page, alice)).toBeDisabled();
});
