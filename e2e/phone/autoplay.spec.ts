import { type Browser, chromium } from "@playwright/test";
import { expectAccessible } from "../support/access";
import { audible, loudness } from "../support/audio";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { newPerson, type Person, type PersonOptions } from "../support/people";
import { button, call, expectStatus, findPerson, incoming, ring } from "../support/phone";
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

/**
 * Opens the phone of somebody and looks at it only once it has found out whether it may sound: a look before that would
 * be a touch.
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

test("a phone that would ring unheard says so, until a click anywhere on the page", async () => {
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

test("the hint has a button and goes with a key too; Diagnostics still knows after the click", async () => {
  // The SDK's preflight fetches Twilio's own sounds whatever it is told; where it cannot, it goes on without.
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
