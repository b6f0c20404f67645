import type { Page } from "@playwright/test";
import { phoneLight } from "../support/access";
import { audible, loudness } from "../support/audio";
import { installMicrophones, openTracks, plug, speak, unplug } from "../support/microphones";
import { newPerson, type PersonOptions } from "../support/people";
import { button, connect, expectStatus, levelOf } from "../support/phone";
import { expect, test } from "../support/test";

const twoMicrophones: PersonOptions = {
  prepare: (page) => installMicrophones(page, ["Headset", "Webcam"]),
};

const level = (page: Page, name: string | RegExp) => levelOf(page.getByRole("meter", { name }));

async function chooseMicrophone(page: Page, label: string): Promise<void> {
  await button(page, "Audio").click();
  const microphone = page.getByRole("combobox", { name: "Microphone" });
  await microphone.selectOption({ label });
  await expect(microphone.locator("option:checked")).toHaveText(label);
  await button(page, "Audio").click();
}

test("the phone says that the microphone was disconnected during a call, and goes on with another", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", twoMicrophones),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await chooseMicrophone(alice.page, "Webcam");
  await speak(alice.page, "Webcam", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);

  await unplug(alice.page, "Webcam");
  const lost = alice.page.getByText("Webcam was disconnected. Using Default - Headset now.");
  await expect(lost).toBeVisible();
  await expectStatus(alice.page, "In call");
  await expect.poll(() => loudness(bob.page, 1)).toBeLessThan(audible / 10);
  await speak(alice.page, "Headset", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);

  await button(alice.page, "OK").click();
  await expect(lost).toBeHidden();
  // Plugged in again, it is used again, because the person chose it.
  await speak(alice.page, "Headset", 0);
  await speak(alice.page, "Webcam", 1);
  await plug(alice.page, "Webcam");
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");
  for (const label of ["Headset", "Webcam"]) {
    await expect.poll(() => openTracks(alice.page, label), label).toBe(0);
  }
});

test("another microphone takes over when the system's default is disconnected during a call", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", twoMicrophones),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await speak(alice.page, "Headset", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  await speak(alice.page, "Webcam", 1);
  await unplug(alice.page, "Headset");
  await expect.poll(() => openTracks(alice.page, "Webcam")).toBeGreaterThan(0);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  await expect(alice.page.getByText("Headset was disconnected. Using Default - Webcam now.")).toBeVisible();
  await expectStatus(alice.page, "In call");
});

test("a small screen says between calls that the microphone was disconnected", async ({ browser }) => {
  const { page } = await newPerson(browser, "alice", { ...twoMicrophones, ...phoneLight });
  await expectStatus(page, "Ready");
  await unplug(page, "Headset");
  const lost = page.getByText("Headset was disconnected. Using Default - Webcam now.");
  await expect(lost.filter({ visible: true })).toBeVisible();
  await button(page, "OK").click();
  await expect(lost).toHaveCount(0);
  // The focus stayed in the page.
  await expect(page.getByRole("main")).toBeFocused();
});

test("a remembered microphone is found by its name when its id has changed", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", twoMicrophones),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await chooseMicrophone(alice.page, "Webcam");
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");
  await Promise.all([alice.page.reload(), button(bob.page, "Done").click()]);

  await connect(alice, bob);
  await speak(alice.page, "Webcam", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  expect(await openTracks(alice.page, "Headset")).toBe(0);
});

test("the level meters of both sides follow their voices and show nothing in silence", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", twoMicrophones),
    newPerson(browser, "bob", twoMicrophones),
  ]);
  await connect(alice, bob);
  const mine = () => level(alice.page, "Your microphone");
  const theirs = () => level(alice.page, /^Sound from/);
  const quiet = 0.05;
  await expect.poll(mine).toBeLessThan(quiet);
  await expect.poll(theirs).toBeLessThan(quiet);

  await speak(alice.page, "Headset", 1);
  await expect.poll(mine).toBeGreaterThan(0.2);
  expect(await theirs()).toBeLessThan(quiet);
  await speak(alice.page, "Headset", 0);
  await expect.poll(mine).toBeLessThan(quiet);

  await speak(bob.page, "Headset", 1);
  await expect.poll(theirs).toBeGreaterThan(0.2);
  expect(await mine()).toBeLessThan(quiet);
  await speak(bob.page, "Headset", 0);
  await expect.poll(theirs).toBeLessThan(quiet);
});
