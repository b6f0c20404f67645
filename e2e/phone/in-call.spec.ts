import { audible, loudness } from "../support/audio";
import { newPerson } from "../support/people";
import { button, connect, expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

test("the other side hears keypad tones, from clicks and from keys", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  // Alice is muted, so that Bob can only hear the tones.
  await button(alice.page, "Mute").click();
  await expect.poll(() => loudness(bob.page)).toBeLessThan(audible / 10);
  await button(alice.page, "Keypad").click();
  const heard = loudness(bob.page, 4);
  await button(alice.page, "Tone 5").click();
  for (const key of ["1", "2", "#", "9"]) await alice.page.keyboard.press(key);
  expect(await heard).toBeGreaterThan(audible);
  await expect(alice.page.getByText("512#9")).toBeVisible();
});

test("the microphone can be changed in a call, and the choice is kept", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  await button(alice.page, "Audio").click();
  const microphone = alice.page.getByRole("combobox", { name: "Microphone" });
  const other = await microphone
    .locator("option")
    .filter({ hasText: "Fake Audio Input 2" })
    .getAttribute("value");
  await microphone.selectOption(other);
  await expect(microphone).toHaveValue(other ?? "");
  expect(await loudness(bob.page)).toBeGreaterThan(audible);
  await alice.page.keyboard.press("Escape");
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");

  await alice.page.reload();
  await expectStatus(alice.page, "Ready");
  await alice.page.getByRole("link", { name: "Settings" }).first().click();
  await expect(alice.page.getByRole("combobox", { name: "Microphone" })).toHaveValue(other ?? "");
});
