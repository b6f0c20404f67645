import type { Page } from "@playwright/test";
import { newPerson, type PersonOptions } from "../support/people";
import { button, connect, expectStatus } from "../support/phone";
import { listenToSounds, voiceOutputs } from "../support/sounds";
import { expect, test } from "../support/test";

const listening: PersonOptions = { prepare: listenToSounds };

const speaker = (page: Page) => page.getByRole("combobox", { name: "Speaker" });

test("changing the speaker in a call moves the voice there at once, and in later calls too", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice", listening), newPerson(browser, "bob")]);
  await connect(alice, bob);
  await expect.poll(() => voiceOutputs(alice.page)).toEqual([""]);
  await button(alice.page, "Audio").click();
  await speaker(alice.page).selectOption({ label: "Fake Audio Output 2" });
  const chosen = await speaker(alice.page).inputValue();
  await expect.poll(() => voiceOutputs(alice.page)).toEqual([chosen]);
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");

  await Promise.all([alice.page.reload(), button(bob.page, "Done").click()]);
  await connect(alice, bob);
  await expect.poll(() => voiceOutputs(alice.page)).toEqual([chosen]);
  await button(alice.page, "Audio").click();
  await expect(speaker(alice.page)).toHaveValue(chosen);
});
