import { type Browser, chromium } from "@playwright/test";
import { expectAccessible } from "../support/access";
import { audible, loudness } from "../support/audio";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { newPerson, type Person, type PersonOptions } from "../support/people";
import { button, call, expectStatus, findPerson, incoming, ring } from "../support/phone";
import { heard, listenToSounds, powerOf, sounding } from "../support/sounds";
import { expect, test } from "../support/test";

// A trace evaluates script in every page, which the browser counts as user activation (see ringUntouched).
test.use({ trace: "off" });

const listening: PersonOptions = { prepare: listenToSounds };
const ringtone = { name: "ringtone", loop: true, sink: "" };

/** A browser with the usual autoplay policy: without user activation, a page may not play sound. */
async function strictBrowser(): Promise<Browser> {
  const free = "--autoplay-policy=no-user-gesture-required";
  const strict = "--autoplay-policy=document-user-activation-required";
  return chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArgs.map((flag) => (flag === free ? strict : flag)),
  });
}

/**
 * Calls somebody whose page has just been loaded. The browser counts everything that a test does in a page as user
 * activation, even reading from it. So the test does not look into the callee's page until it rings.
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

/**
 * Opens the phone of a person, and looks at it only once it has found out whether it may play sound: an earlier look
 * would count as user activation.
 */
async function openUntouched(stem: string, options: PersonOptions = {}): Promise<Person> {
  let tried: Promise<unknown> = Promise.resolve();
  const person = await newPerson(browser, stem, {
    ...options,
    prepare: async (page) => {
      await listenToSounds(page);
      tried = page.waitForRequest(/silence/);
    },
  });
  await tried;
  return person;
}

let browser: Browser;

test.beforeAll(async () => {
  browser = await strictBrowser();
});

test.afterAll(() => browser.close());

test("the phone shows that the browser blocks the ringtone, and one click starts it", async () => {
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

  // The page may play sound from now on: the next call needs no click.
  await button(alice.page, "Call again").click();
  await expect.poll(() => sounding(bob.page)).toEqual([ringtone]);
  await expect(button(bob.page, "Enable sound")).toBeHidden();
});

test("a blocked ringtone is shown in Japanese too, and the call can be answered without it", async () => {
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

test("a ready phone says that its ringtone is blocked, until a click anywhere on the page", async () => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), openUntouched("bob")]);
  const hint = bob.page
    .getByText("Your browser holds back the ringtone until you click.")
    .filter({ visible: true });
  await expect(hint).toBeVisible();
  await expectAccessible(bob.page, "sound held back");
  await bob.page.getByRole("heading", { name: "Your line is open" }).click();
  await expect(hint).toBeHidden();

  await ring(alice, bob);
  await expect.poll(() => sounding(bob.page)).toEqual([ringtone]);
  await expect(button(bob.page, "Enable sound")).toBeHidden();
});

test("a button or a key press removes the hint, and Diagnostics still reports it afterwards", async () => {
  // The SDK's preflight always fetches Twilio's own sounds; it goes on without them when it cannot.
  const expectedErrors = [/sdk\.twilio\.com/];
  const [bob, carol] = await Promise.all([
    openUntouched("bob", { expectedErrors }),
    openUntouched("carol", { locale: "ja-JP" }),
  ]);
  await expect(
    carol.page.getByText("クリックするまで、ブラウザーが着信音を止めています。").filter({ visible: true }),
  ).toBeVisible();
  await carol.page.keyboard.press("Tab");
  await expect(button(carol.page, "音を有効にする")).toBeHidden();

  await button(bob.page, "Enable sound").click();
  await expect(button(bob.page, "Enable sound")).toBeHidden();
  await bob.page.getByRole("link", { name: "Diagnostics" }).click();
  await button(bob.page, "Run checks").click();
  await expect(bob.page.getByRole("listitem").filter({ hasText: "Ringtone playback" })).toContainText(
    "After a reload it stays silent until you click on the page once.",
  );
});
