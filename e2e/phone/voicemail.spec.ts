import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { desktopLight, expectAccessible, phoneDark, phoneLight } from "../support/access";
import { anotherDevice, newPerson, type Person } from "../support/people";
import {
  button,
  call,
  expectStatus,
  findPerson,
  incoming,
  personCallButton,
  ring,
  visit,
} from "../support/phone";
import { listenToSounds, sounding } from "../support/sounds";
import { expect, test } from "../support/test";
import { hearsPitch, newCaller, speakAfterTone, spokenHertz, switchOnVoicemail } from "../support/voicemail";
import { wav } from "../support/wav";

/** The row of the call with this person. */
const rowOf = (page: Page, { displayName }: Person) =>
  page.getByRole("listitem").filter({ hasText: displayName });
const inRow = (page: Page, person: Person, name: string) =>
  rowOf(page, person).getByRole("button", { name, exact: true });
const historyLink = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).first();

/** The path of the message's sound, as the page asks for it. */
async function playAndFindSound(page: Page, person: Person): Promise<string> {
  const asked = page.waitForRequest(/\/api\/voicemail\/[^/]+\/audio/);
  await inRow(page, person, "Play message").click();
  return new URL((await asked).url()).pathname;
}

test("a caller leaves a message for somebody who is away, who hears it, and deletes it for good", async ({
  browser,
}) => {
  // Two people speak and listen one after the other, and a greeting is read out before.
  test.setTimeout(300_000);
  const [alice, bob, carol] = await Promise.all([
    newCaller(browser, "alice", desktopLight),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  await switchOnVoicemail(bob);
  await expectStatus(bob.page, "Ready");
  await bob.page.close();
  await expectStatus(alice.page, "Ready");
  await findPerson(alice.page, bob);
  await expect(
    alice.page.getByRole("listitem").filter({ has: personCallButton(alice.page, bob) }),
  ).toContainText("Away");
  await call(alice, bob);
  await expectStatus(alice.page, `Leave a message for ${bob.displayName}`);
  await expectAccessible(alice.page, "leaving a message");
  await speakAfterTone(alice);
  await button(alice.page, "Hang up").click();
  await expectStatus(alice.page, "Ended: offline");
  await expect(alice.page.getByText(/^You left a message \(0:0\d\)\.$/)).toBeVisible();
  await expectAccessible(alice.page, "a message is left");
  await alice.page.getByRole("link", { name: "History" }).first().click();
  await expect(rowOf(alice.page, bob)).toContainText(/message left · 0:0\d/);
  await expect(inRow(alice.page, bob, "Play message")).toHaveCount(0);

  const { page } = await anotherDevice(browser, bob, { prepare: listenToSounds, expectedErrors: [/404/] });
  await expectStatus(page, "Ready");
  await historyLink(page, "History, 1 new message").click();
  await expect(rowOf(page, alice)).toContainText(/New/);
  await expectAccessible(page, "a row with a new message");
  const sound = await playAndFindSound(page, alice);
  expect(await hearsPitch(page, sound, spokenHertz)).toBe(true);
  await expect(rowOf(page, alice)).not.toContainText("New");
  await expect(historyLink(page, "History")).toBeVisible();
  await expectAccessible(page, "an open message");

  const address = new URL(sound, page.url()).href;
  expect((await carol.context.request.get(address)).status()).toBe(404);
  expect((await alice.context.request.get(address)).status()).toBe(404);
  const download = page.waitForEvent("download");
  await rowOf(page, alice).getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toMatch(/^message-[\d-]+\.wav$/);

  await page.getByRole("radio", { name: "Messages" }).click();
  await inRow(page, alice, "Delete message").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("No messages")).toBeVisible();
  await page.reload();
  await expect(rowOf(page, alice)).toContainText("Missed");
  await expect(inRow(page, alice, "Play message")).toHaveCount(0);
  expect((await page.request.get(address)).status()).toBe(404);
});

test("who declines has the message at once, and a key ends it", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newCaller(browser, "alice"), newPerson(browser, "bob")]);
  await switchOnVoicemail(bob);
  await ring(alice, bob);
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await speakAfterTone(alice);
  await button(alice.page, "Keypad").click();
  await button(alice.page, "Tone #").click();
  await expect(historyLink(bob.page, "History, 1 new message")).toBeVisible();
  await historyLink(bob.page, "History, 1 new message").click();
  await expect(inRow(bob.page, alice, "Play message")).toBeVisible();
  // She is thanked before the call ends.
  await expectStatus(alice.page, "Ended: declined", 60_000);
  await expect(alice.page.getByText(/^You left a message/)).toBeVisible();
});

const others = [
  {
    why: "does not want to be disturbed",
    prepare: async ({ context, page }: Person) => {
      const data = { doNotDisturb: true };
      expect((await context.request.patch(new URL("/api/me", page.url()).href, { data })).ok()).toBe(true);
    },
    outcome: "busy",
  },
  { why: "does not answer", prepare: async () => undefined, outcome: "no answer" },
];

for (const { why, prepare, outcome } of others) {
  test(`who ${why} has the message of a caller who hangs up, as one thing that is new`, async ({
    browser,
  }) => {
    const [alice, bob] = await Promise.all([newCaller(browser, "alice"), newPerson(browser, "bob")]);
    await Promise.all([switchOnVoicemail(bob), expectStatus(bob.page, "Ready")]);
    await prepare(bob);
    await expectStatus(alice.page, "Ready");
    await call(alice, bob);
    await speakAfterTone(alice);
    await button(alice.page, "Hang up").click();
    await expectStatus(alice.page, `Ended: ${outcome}`);
    // The missed call is counted at first, and then its message in place of it.
    await historyLink(bob.page, "History, 1 new message").click();
    await expect(rowOf(bob.page, alice)).toContainText("Missed");
    await visit(bob, "/");
    await expect(historyLink(bob.page, "History, 1 new message")).toBeVisible();
  });
}

/** Gives a person's page a history of two calls with messages, each a minute long. */
async function showLongMessages({ page }: Person): Promise<void> {
  const at = new Date().toISOString();
  const callOf = (displayName: string, heard: boolean) => ({
    ...{ ref: randomUUID(), direction: "incoming", anonymous: false, dialed: null, refusal: null },
    ...{ peer: { username: displayName.toLowerCase(), displayName }, outcome: "no_answer", missed: true },
    ...{ startedAt: at, answeredAt: null, endedAt: at, durationSeconds: 0 },
    message: { id: randomUUID(), seconds: 60, heard },
  });
  const calls = [callOf("Dora", false), callOf("Emil", true)];
  await page.route(/\/api\/calls\?/, (route) => route.fulfill({ json: { calls, nextCursor: null } }));
  await page.route(/\/api\/voicemail\/[^/]+\/heard/, (route) => route.fulfill({ status: 204 }));
  await page.route("**/api/voicemail", (route) => route.fulfill({ json: { messages: [] } }));
  await giveSound(page);
}

/** The sound of each message is a tone of a minute, of which parts can be had, as of the server's: only then a player can seek. */
const giveSound = (page: Page) =>
  page.route(soundPath, async (route) => {
    const sound = wav({ seconds: 60 });
    const range = /^bytes=(\d+)-/.exec((await route.request().allHeaders()).range ?? "");
    const from = Number(range?.[1] ?? 0);
    const headers = {
      "content-type": "audio/wav",
      "accept-ranges": "bytes",
      "content-range": `bytes ${from}-${sound.length - 1}/${sound.length}`,
    };
    await route.fulfill({ status: 206, headers, body: sound.subarray(from) });
  });
const soundPath = /\/api\/voicemail\/[^/]+\/audio/;
const named = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

test("one message plays at a time, keys move it, and a call that rings pauses it", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob", { ...phoneLight, prepare: listenToSounds }),
  ]);
  await showLongMessages(bob);
  await visit(bob, "/history");
  const { page } = bob;
  const [dora, emil] = [named(page, "Dora"), named(page, "Emil")];
  await expectAccessible(page, "rows with messages");
  await dora.getByRole("button", { name: "Play message" }).press("Enter");
  await expect(dora.getByRole("button", { name: "Pause message" })).toBeFocused();
  await emil.getByRole("button", { name: "Play message" }).click();
  await expect(dora.getByRole("slider")).toHaveCount(0);
  await expect.poll(async () => (await sounding(page)).filter(({ name }) => name === "audio").length).toBe(1);
  const slider = emil.getByRole("slider", { name: "Position" });
  await slider.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", "1:00 of 1:00");
  await expect(emil.getByRole("button", { name: "Play message" })).toBeVisible();
  await slider.press("Home");
  await emil.getByRole("button", { name: "Play message" }).click();
  await slider.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", /^0:0[2-9] of 1:00$/);
  await emil.getByRole("button", { name: "Speed 1×" }).click();
  await expectAccessible(page, "an open message on a small screen");

  await ring(alice, bob);
  await expect.poll(async () => (await sounding(page)).map(({ name }) => name)).toEqual(["ringtone"]);
  await incoming(page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(page, "Ended: declined");
});

test("a message that cannot be fetched says why, and plays at the next try", async ({ browser }) => {
  const bob = await newPerson(browser, "bob", {
    prepare: listenToSounds,
    expectedErrors: [/503/, /ERR_FAILED/],
  });
  await showLongMessages(bob);
  await visit(bob, "/history");
  const { page } = bob;
  const dora = named(page, "Dora");
  const refusal = { status: 503, json: { error: { code: "unavailable", message: "" } } };
  await page.route(soundPath, (route) => route.fulfill(refusal));
  await dora.getByRole("button", { name: "Play message" }).click();
  await expect(dora.getByText("This message cannot be fetched just now.", { exact: false })).toBeVisible();
  await expectAccessible(page, "a message that cannot be fetched");
  await page.route(soundPath, (route) => route.abort());
  await dora.getByRole("button", { name: "Play message" }).click();
  await expect(dora.getByText("The message did not arrive.", { exact: false })).toBeVisible();
  await giveSound(page);
  await dora.getByRole("button", { name: "Play message" }).click();
  await expect.poll(async () => (await sounding(page)).map(({ name }) => name)).toEqual(["audio"]);
  await expect(dora.getByText("The message did not arrive.", { exact: false })).toBeHidden();
});

test("messages are accessible in Japanese, in the dark, on a small screen", async ({ browser }) => {
  const bob = await newPerson(browser, "bob", { ...phoneDark, locale: "ja-JP" });
  await showLongMessages(bob);
  const { page } = bob;
  await page.goto(new URL("/history", page.url()).href);
  await expectAccessible(page, "rows with messages in Japanese");
  await named(page, "Dora").getByRole("button", { name: "伝言を再生" }).click();
  await expect(named(page, "Dora").getByRole("slider", { name: "再生位置" })).toBeVisible();
  await expectAccessible(page, "an open message in Japanese");
});
