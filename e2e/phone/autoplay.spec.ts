import { type Browser, chromium } from "@playwright/test";
import { audible, loudness } from "../support/audio";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { newPerson, type Person, type PersonOptions } from "../support/people";
import { button, call, expectStatus, findPerson, incoming } from "../support/phone";
import { heard, listenToSounds, powerOf, sounding } from "../support/sounds";
import { expect, test } from "../support/test";

// Making a trace looks into every page all the time, which the browser takes for a touch (see ringUntouched).
test.use({ trace: "off" });

const listening: PersonOptions = { prepare: listenToSounds };
const ringtone = { name: "ringtone", loop: true, sink: "" };

/** A browser as people have it: a page that nobody has touched since it was loaded may not sound. */
async function strictBrowser(): Promise<Browser> {
  const free = "--autoplay-policy=no-user-gesture-required";
  const strict = "--autoplay-policy=document-user-activation-required";
  return chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArgs.map((flag) => (flag === free ? strict : flag)),
  });
}

/**
 * Calls somebody whose page was only just loaded. All that a test does in a page, even a look at it, is a touch to the
 * browser: so until it rings, the callee's page is watched from outside alone.
 */
async function ringUntouched(from: Person, to: Person): Promise<void> {
  await expectStatus(from.page, "Ready");
  await findPerson(from.page, to);
  const row = from.page.getByRole("listitem").filter({ hasText: to.username });
  await expect(row).toContainText("Here");
  const rings = to.page.waitForRequest(/ringtone/);
  await call(from, to);
  await rings;
}

let browser: Browser;

test.beforeAll(async () => {
  browser = await strictBrowser();
});

test.afterAll(() => browser.close());

test("a ringtone held back by the browser is seen, and one click lets it sound", async () => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob", listening)]);
  await ringUntouched(alice, bob);
  await expect(incoming(bob.page)).toContainText(alice.displayName);
  await expect(incoming(bob.page)).toContainText("Your browser holds back the ringtone.");
  expect(await sounding(bob.page)).toEqual([]);

  await button(bob.page, "Enable sound").click();
  await expect.poll(() => sounding(bob.page)).toEqual([ringtone]);
  await expect.poll(() => powerOf(bob.page, "ringtone")).toBeGreaterThan(heard);
  await expect(button(bob.page, "Enable sound")).toBeHidden();
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expect.poll(() => sounding(bob.page)).toEqual([]);
  await expectStatus(alice.page, "Ended: declined");

  // From then on the page may sound: the next call needs no click.
  await button(alice.page, "Call again").click();
  await expect.poll(() => sounding(bob.page)).toEqual([ringtone]);
  await expect(button(bob.page, "Enable sound")).toBeHidden();
});

test("a held-back ringtone is said in Japanese too, and the call can be answered without it", async () => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob", { ...listening, locale: "ja-JP" }),
  ]);
  await ringUntouched(alice, bob);
  await expect(bob.page.getByText("ブラウザーが着信音を止めています。")).toBeVisible();
  await expect(button(bob.page, "音を有効にする")).toBeVisible();
  await button(bob.page, "応答").click();
  await expectStatus(alice.page, "In call");
  expect(await loudness(bob.page)).toBeGreaterThan(audible);
});
