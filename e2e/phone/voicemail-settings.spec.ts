import type { Page } from "@playwright/test";
import { desktopLight, expectAccessible, phoneDark } from "../support/access";
import { audible, loudness } from "../support/audio";
import { installMicrophones, openTracks, refuseMicrophone, speak } from "../support/microphones";
import { anotherTab, appUrl, newPerson, type Person, type PersonOptions } from "../support/people";
import { button, call, expectStatus, incoming, levelOf, visit } from "../support/phone";
import { heard, listenToSounds, powerOf, sounding } from "../support/sounds";
import { expect, test } from "../support/test";

const toggle = (page: Page, name: string) => page.getByRole("switch", { name, exact: true });
const on = (page: Page, name = "Voicemail") =>
  expect(toggle(page, name)).toHaveAttribute("aria-checked", "true");
const off = (page: Page, name = "Voicemail") =>
  expect(toggle(page, name)).toHaveAttribute("aria-checked", "false");

const calls = ["When you do not answer", "When you are away", "When you decline", "When you are busy"];

/** A microphone that speaks, and an ear for what the page plays. */
const withVoice: PersonOptions = {
  prepare: async (page) => {
    await installMicrophones(page, ["Headset"]);
    await listenToSounds(page);
  },
};

/** Opens the settings, with voicemail switched on and a voice in the microphone. */
async function visitVoicemail(person: Person): Promise<void> {
  await visit(person, "/settings");
  await toggle(person.page, "Voicemail").click();
  await on(person.page);
  await speak(person.page, "Headset", 1);
}

/** Waits until at least so many seconds of the minute are recorded. */
async function recorded(page: Page, seconds: number): Promise<void> {
  const left = page.getByRole("timer");
  await expect
    .poll(async () => {
      const [, minutes, rest] = /(\d):(\d\d)/.exec((await left.textContent()) ?? "") ?? [];
      return 60 * Number(minutes) + Number(rest);
    })
    .toBeLessThanOrEqual(60 - seconds);
}

async function recordGreeting(page: Page): Promise<void> {
  await button(page, "Record your own greeting").click();
  await recorded(page, 3);
  await button(page, "Stop recording").click();
}

/** Plays a greeting, and again if it was over too soon to be measured. `address`: a part of where it comes from. */
async function expectHeard(page: Page, address: string): Promise<void> {
  await expect(async () => {
    if (await button(page, "Listen").isVisible()) await button(page, "Listen").click();
    await expect.poll(() => sounding(page), { timeout: 3_000 }).not.toEqual([]);
    expect(await powerOf(page, address)).toBeGreaterThan(heard);
  }).toPass();
}

/** The part (0 to 1) of a sound's power that is at `hertz`, give or take the four swells a second of the test's voice. */
function partAt(hertz: number, samples: readonly number[], rate: number): number {
  const near = [-4, 0, 4].map((shift) => {
    let [cosine, sine] = [0, 0];
    for (const [at, sample] of samples.entries()) {
      const angle = (2 * Math.PI * (hertz + shift) * at) / rate;
      cosine += sample * Math.cos(angle);
      sine += sample * Math.sin(angle);
    }
    return (2 * (cosine ** 2 + sine ** 2)) / samples.length ** 2;
  });
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
  return near.reduce((sum, one) => sum + one, 0) / power;
}

test("voicemail and each of its four switches stay as they were set, in another tab too", async ({
  browser,
}) => {
  const alice = await newPerson(browser, "alice");
  const { page } = alice;
  await visit(alice, "/settings");
  await off(page);
  await expect(toggle(page, "When you decline")).toBeHidden();
  await toggle(page, "Voicemail").click();
  for (const name of calls) await on(page, name);
  await expect(page.getByText("may last 120 seconds, and is deleted after 30 days")).toBeVisible();

  const other = await anotherTab(alice);
  await other.goto(`${appUrl()}/settings`);
  await on(other, "When you decline");
  for (const name of calls.slice(1, 3)) await toggle(page, name).click();
  await off(other, "When you decline");
  await off(other, "When you are away");
  await other.close();

  await page.reload();
  await on(page);
  for (const name of calls) await (calls.indexOf(name) % 3 === 0 ? on : off)(page, name);
  await toggle(page, "Voicemail").click();
  await expect(toggle(page, "When you decline")).toBeHidden();
  await page.reload();
  await off(page);
});

test("a switch goes back and says why if the server cannot be reached", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", {
    expectedErrors: [/ERR_INTERNET_DISCONNECTED/, /WebSocket/i],
  });
  await visit(alice, "/settings");
  await off(alice.page);
  await alice.context.setOffline(true);
  await toggle(alice.page, "Voicemail").click();
  await expect(
    alice.page.getByText("The server does not answer. Check your connection.").first(),
  ).toBeVisible();
  await off(alice.page);
  await expect(toggle(alice.page, "Voicemail")).toBeFocused();
});

test("a greeting is recorded, heard, saved and removed", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { ...withVoice, expectedErrors: [/404/] });
  const { page, context } = alice;
  await visitVoicemail(alice);
  await button(page, "Record your own greeting").click();
  await expect.poll(() => openTracks(page, "Headset")).toBe(1);
  const level = page.getByRole("meter", { name: "Microphone level" });
  await expect.poll(() => levelOf(level)).toBeGreaterThan(0.3);
  await recorded(page, 4);
  await button(page, "Stop recording").click();
  await expect(page.getByText(/Your recording \(0:0\d\) is not saved yet\./)).toBeVisible();
  await expect(button(page, "Listen")).toBeFocused();
  expect(await openTracks(page, "Headset")).toBe(0);
  await expectHeard(page, "blob:");
  await button(page, "Save greeting").click();
  await expect(page.getByText("Your greeting is saved").first()).toBeVisible();
  await expect(button(page, "Record a new one")).toBeFocused();

  await page.reload();
  await expect(page.getByText(/Callers hear the greeting that you recorded on .+ \(0:0\d\)/)).toBeVisible();
  await expectHeard(page, "/api/voicemail/greeting");

  // The voice is a tone of 440 Hz. It arrives as one channel of 16 bits at 8,000 Hz, and nothing else with it.
  const file = await (await context.request.get(`${appUrl()}/api/voicemail/greeting`)).body();
  expect([file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)]).toEqual([1, 8_000, 16]);
  const sound = file.subarray(44 + 8_000, 44 + 5 * 8_000);
  const samples = Array.from({ length: sound.length / 2 }, (_, at) => sound.readInt16LE(2 * at));
  expect(partAt(440, samples, 8_000)).toBeGreaterThan(0.9);

  await button(page, "Use the standard greeting").click();
  await expect(page.getByText("Callers hear the standard greeting, in their language.")).toBeVisible();
  await expect(button(page, "Record your own greeting")).toBeFocused();
  await page.reload();
  await expect(button(page, "Record your own greeting")).toBeVisible();
  expect((await context.request.get(`${appUrl()}/api/voicemail/greeting`)).status()).toBe(404);
});

test("a refused microphone is named with what to do, and can be tried again", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", withVoice);
  const { page } = alice;
  await visitVoicemail(alice);
  await refuseMicrophone(page, "Permission denied by system");
  await button(page, "Record your own greeting").click();
  const refused = page.getByText("The system keeps the microphone from this browser");
  await expect(refused).toBeVisible();
  await expect(button(page, "Record your own greeting")).toBeFocused();
  await refuseMicrophone(page, null);
  await recordGreeting(page);
  await expect(refused).toBeHidden();
  await expect(button(page, "Save greeting")).toBeVisible();
});

test("a recording ends when a call comes, which then has the microphone", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice", withVoice), newPerson(browser, "bob")]);
  await Promise.all([visitVoicemail(alice), expectStatus(bob.page, "Ready")]);
  await button(alice.page, "Record your own greeting").click();
  await recorded(alice.page, 1);
  await call(bob, alice);
  await expect(incoming(alice.page)).toBeVisible();
  await expect(alice.page.getByText("A call came, so the recording was stopped")).toBeVisible();
  await expect.poll(() => openTracks(alice.page, "Headset")).toBe(0);
  await incoming(alice.page).getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(alice.page, "In call");
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  const open = await openTracks(alice.page, "Headset");
  await button(alice.page, "Record your own greeting").click();
  await expect(alice.page.getByText("The call needs the microphone.")).toBeVisible();
  expect(await openTracks(alice.page, "Headset")).toBe(open);

  await button(alice.page, "Hang up").first().click();
  await expectStatus(alice.page, "Ended: completed");
  await recordGreeting(alice.page);
  await expect(button(alice.page, "Save greeting")).toBeVisible();
});

test("no microphone stays open when the page is left during a recording", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", withVoice);
  await visitVoicemail(alice);
  await button(alice.page, "Record your own greeting").click();
  await expect.poll(() => openTracks(alice.page, "Headset")).toBe(1);
  await alice.page.getByRole("link", { name: "Phone", exact: true }).first().click();
  await expect(alice.page.getByRole("searchbox", { name: "Find people" })).toBeVisible();
  await expect.poll(() => openTracks(alice.page, "Headset")).toBe(0);
});

/** What the keyboard finds on the way, as each language names it. */
const english = {
  toggle: "Voicemail",
  record: "Record your own greeting",
  stop: "Stop recording",
  listen: "Listen",
  save: "Save greeting",
  saved: "Your greeting is saved",
  again: "Record a new one",
  refused: "The microphone was not allowed",
};
const japanese: typeof english = {
  toggle: "留守番電話",
  record: "自分の声で録音",
  stop: "録音を停止",
  listen: "再生",
  save: "保存する",
  saved: "応答メッセージを保存しました",
  again: "新しく録音",
  refused: "マイクが許可されませんでした",
};

for (const [look, options, names] of [
  ["on a desktop, light", desktopLight, english],
  ["on a phone, dark, in Japanese", { ...phoneDark, locale: "ja-JP" }, japanese],
] as const) {
  test(`everything works with the keyboard and is accessible ${look}`, async ({ browser }) => {
    const alice = await newPerson(browser, "alice", { ...options, ...withVoice });
    const { page } = alice;
    await page.goto(`${appUrl()}/settings`);
    await expectAccessible(page, "off");
    await toggle(page, names.toggle).focus();
    await page.keyboard.press("Space");
    await on(page, names.toggle);
    await expectAccessible(page, "on");
    await speak(page, "Headset", 1);
    await refuseMicrophone(page, "Permission dismissed");
    // Past the four switches.
    for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press("Tab");
    await expect(button(page, names.record)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByText(names.refused)).toBeVisible();
    await expectAccessible(page, "refused");
    await refuseMicrophone(page, null);
    await page.keyboard.press("Enter");
    await expect(button(page, names.stop)).toBeFocused();
    await expectAccessible(page, "recording");
    await recorded(page, 1);
    await page.keyboard.press("Enter");
    await expect(button(page, names.listen)).toBeFocused();
    await expectAccessible(page, "recorded");
    await page.keyboard.press("Tab");
    await expect(button(page, names.save)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByText(names.saved).first()).toBeVisible();
    await expect(button(page, names.again)).toBeFocused();
    await expectAccessible(page, "saved");
  });
}
