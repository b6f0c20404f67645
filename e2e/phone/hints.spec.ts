import type { Browser, Page } from "@playwright/test";
import { audible, loudness } from "../support/audio";
import { installMicrophones, speak } from "../support/microphones";
import { newPerson, type PersonOptions } from "../support/people";
import { button, call, connect, expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

const mutedHint = "You are muted. Nobody hears you.";
const silentHint = "Your microphone is silent.";

/** A sentence in a live region, which a screen reader reads when it appears. */
const announced = (page: Page, text: string) => page.locator("[aria-live=polite]").getByText(text);

/** Two people, of whom the first has two microphones: a headset and a webcam. */
async function twoPeople(browser: Browser, options: PersonOptions = {}) {
  const prepare: PersonOptions["prepare"] = (page) => installMicrophones(page, ["Headset", "Webcam"]);
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { ...options, prepare }),
    newPerson(browser, "bob"),
  ]);
  return { alice, bob };
}

test("the phone tells people that they talk while muted, until they are quiet", async ({ browser }) => {
  const { alice, bob } = await twoPeople(browser);
  await connect(alice, bob);
  await speak(alice.page, "Headset", 1);
  expect(await loudness(bob.page, 1)).toBeGreaterThan(audible);
  await expect(announced(alice.page, mutedHint)).toBeHidden();

  await button(alice.page, "Mute").click();
  await expect(announced(alice.page, mutedHint)).toBeVisible();
  await expect.poll(() => loudness(bob.page, 1)).toBeLessThan(audible / 10);
  await speak(alice.page, "Headset", 0);
  await expect(announced(alice.page, mutedHint)).toBeHidden();

  await speak(alice.page, "Headset", 1);
  await expect(announced(alice.page, mutedHint)).toBeVisible();
  await button(alice.page, "Unmute").click();
  await expect(announced(alice.page, mutedHint)).toBeHidden();
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
});

test("a microphone that is chosen while muted is the one that is measured, and stays muted", async ({
  browser,
}) => {
  const { alice, bob } = await twoPeople(browser);
  await connect(alice, bob);
  await button(alice.page, "Mute").click();
  await button(alice.page, "Audio").click();
  await alice.page.getByRole("combobox", { name: "Microphone" }).selectOption({ label: "Webcam" });
  await speak(alice.page, "Webcam", 1);
  await expect(announced(alice.page, mutedHint)).toBeVisible();
  await expect.poll(() => loudness(bob.page, 1)).toBeLessThan(audible / 10);

  // Speech into the microphone that is no longer chosen gives no hint.
  await speak(alice.page, "Webcam", 0);
  await speak(alice.page, "Headset", 1);
  await expect(announced(alice.page, mutedHint)).toBeHidden();
  await button(alice.page, "Unmute").click();
  await speak(alice.page, "Webcam", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
});

test("the phone says that the microphone is silent, until it is heard", async ({ browser }) => {
  const { alice, bob } = await twoPeople(browser);
  await connect(alice, bob);
  await expect(announced(alice.page, silentHint)).toBeVisible();
  await expect(announced(bob.page, silentHint)).toBeHidden();
  // A muted microphone is silent on purpose.
  await button(alice.page, "Mute").click();
  await expect(announced(alice.page, silentHint)).toBeHidden();
  await button(alice.page, "Unmute").click();
  await expect(announced(alice.page, silentHint)).toBeVisible();
  await speak(alice.page, "Headset", 1);
  await expect(announced(alice.page, silentHint)).toBeHidden();
});

test("the hints are in Japanese for a Japanese browser", async ({ browser }) => {
  const { alice, bob } = await twoPeople(browser, { locale: "ja-JP" });
  await expectStatus(bob.page, "Ready");
  await call(bob, alice);
  await button(alice.page, "応答").click();
  await expectStatus(bob.page, "In call");
  await button(alice.page, "ミュート").click();
  await speak(alice.page, "Headset", 1);
  await expect(announced(alice.page, "ミュート中です。声は相手に届いていません。")).toBeVisible();
});
