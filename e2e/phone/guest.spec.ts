import type { Browser, Page } from "@playwright/test";
import { desktopLight, expectAccessible, longName, phoneDark } from "../support/access";
import { audible, loudness } from "../support/audio";
import { appUrl, newBrowserOf, newPerson, type Person, type PersonOptions } from "../support/people";
import { button, connect, expectStatus, incoming, visit } from "../support/phone";
import { expect, test } from "../support/test";

/** The owner makes a link by the API; the page of it has a test of its own. */
async function linkOf(
  owner: Person,
  { once = false, label = "" } = {},
): Promise<{ id: string; url: string }> {
  const answer = await owner.context.request.post(`${appUrl()}/api/guest-links`, {
    data: { label, once, days: 1 },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { link, url } = await answer.json();
  return { id: link.id, url: `${appUrl()}${new URL(url).pathname}` };
}

/** A browser in which nobody is signed in, at the page of a link. */
async function guestAt(browser: Browser, url: string, options: PersonOptions = {}): Promise<Page> {
  const { page } = await newBrowserOf(browser, options);
  await page.goto(url);
  return page;
}

/** Gives a name and calls the owner. */
async function callAs(page: Page, name: string, owner: Person): Promise<void> {
  await page.getByRole("textbox", { name: "Your name", exact: true }).fill(name);
  await button(page, `Call ${owner.displayName}`).click();
}

const answer = (owner: Person) => incoming(owner.page).getByRole("button", { name: "Answer", exact: true });

/** The refusals of the server are logged by the browser. */
const refused: PersonOptions = { expectedErrors: [/status of 4(00|04|10|29)/] };

test("a guest without an account calls by a link that the owner has made, and both hear each other", async ({
  browser,
}) => {
  const alice = await newPerson(browser, "alice");
  await visit(alice, "/settings");
  await button(alice.page, "New guest link").click();
  await alice.page.getByRole("textbox", { name: "For whom" }).fill("For Carol");
  await alice.page.getByRole("combobox", { name: "For how many calls" }).selectOption("Any number");
  await button(alice.page, "Make the link").click();
  const address = alice.page.getByRole("textbox", { name: "Address of the link" });
  const url = await address.inputValue();
  expect(new URL(url).pathname).toMatch(/^\/guest\/[A-Za-z0-9_-]{32}$/);
  await button(alice.page, "Done").click();
  const line = alice.page.getByRole("listitem").filter({ hasText: "For Carol" });
  await expect(line).toContainText("Open");
  await expect(line).toContainText("no calls");
  await expect(address).toHaveCount(0);

  const carol = await guestAt(browser, `${appUrl()}${new URL(url).pathname}`);
  await expect(carol).toHaveTitle(new RegExp(`^Call ${alice.displayName}`));
  await expect(carol.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
  await expect(carol.locator('meta[name="referrer"]')).toHaveAttribute("content", "no-referrer");
  await callAs(carol, "Carol", alice);
  await expectStatus(carol, "Ringing");
  await expect(incoming(alice.page)).toContainText("Carol");
  await expect(incoming(alice.page)).toContainText("Guest");
  await answer(alice).click();
  await Promise.all([expectStatus(carol, "In call"), expectStatus(alice.page, "In call with Carol")]);
  await expect(carol.getByRole("timer")).toBeVisible();
  const [atAlice, atCarol] = await Promise.all([loudness(alice.page), loudness(carol)]);
  expect(atAlice).toBeGreaterThan(audible);
  expect(atCarol).toBeGreaterThan(audible);

  await button(carol, "Mute").click();
  await expect.poll(() => loudness(alice.page)).toBeLessThan(audible / 10);
  await button(carol, "Hang up").click();
  await expectStatus(carol, "Ended: completed 0:");
  await expectStatus(alice.page, "Ended: completed 0:");
  await expect(line).toContainText("1 call");

  // The link is for any number of calls.
  await button(carol, "Call again").click();
  await expect(incoming(alice.page)).toContainText("Carol");
  await incoming(alice.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(carol, "Ended: declined");

  await visit(alice, "/history");
  const row = alice.page.getByRole("listitem").filter({ hasText: "Carol" }).first();
  await expect(row).toContainText("Guest");
  await expect(row.getByRole("button", { name: "Call back" })).toHaveCount(0);
  await row.getByRole("button", { name: "Options for the call with Carol" }).click();
  await alice.page.getByRole("menuitem", { name: "Your guest links" }).click();
  await expect(alice.page).toHaveURL(/\/settings#guest-links$/);
  await expect(button(alice.page, "New guest link")).toBeVisible();
});

test("a link for one call works until that call is answered, and then says that it was used", async ({
  browser,
}) => {
  const alice = await newPerson(browser, "alice");
  const { url } = await linkOf(alice, { once: true });
  const carol = await guestAt(browser, url, refused);
  await callAs(carol, "Carol", alice);
  await incoming(alice.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(carol, "Ended: declined");
  await button(carol, "Call again").click();
  await answer(alice).click();
  await expectStatus(carol, "In call");
  await button(alice.page, "Hang up").click();
  await expectStatus(carol, "Ended: completed 0:");
  await expect(carol.getByText("This link was for one call")).toBeVisible();
  await expect(button(carol, "Call again")).toHaveCount(0);
  await button(carol, "Done").click();
  await expect(carol.getByRole("heading", { level: 1 })).toHaveText("This link does not work");

  const dave = await guestAt(browser, url);
  await expect(dave.getByText("This link was for one call")).toBeVisible();
  await expect(dave.getByRole("textbox")).toHaveCount(0);
});

test("withdrawing a link ends the call that came by it, and its page says why", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const { url } = await linkOf(alice, { label: "For Carol" });
  const carol = await guestAt(browser, url, refused);
  await callAs(carol, "Carol", alice);
  await answer(alice).click();
  await expectStatus(carol, "In call");

  await alice.page.getByRole("link", { name: "Settings" }).first().click();
  await button(alice.page, "Withdraw the link “For Carol”").click();
  await alice.page
    .getByRole("alertdialog", { name: "Withdraw this link?" })
    .getByRole("button", { name: "Withdraw", exact: true })
    .click();
  await Promise.all([expectStatus(carol, "Ended"), expectStatus(alice.page, "Ended")]);
  await expect(alice.page.getByRole("listitem").filter({ hasText: "For Carol" })).toHaveCount(0);
  await expect(carol.getByText("This link was withdrawn. Ask for a new one.")).toBeVisible();

  const dave = await guestAt(browser, url);
  await expect(dave.getByText("This link was withdrawn. Ask for a new one.")).toBeVisible();
});

test("a link that was withdrawn while its form was open says so at the click", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const { id, url } = await linkOf(alice);
  const carol = await guestAt(browser, url, refused);
  await expect(button(carol, `Call ${alice.displayName}`)).toBeVisible();
  await alice.context.request.delete(`${appUrl()}/api/guest-links/${id}`);
  await callAs(carol, "Carol", alice);
  await expect(carol.getByText("This link was withdrawn. Ask for a new one.")).toBeVisible();
});

test("an address that is no link says so", async ({ browser }) => {
  for (const secret of ["x".repeat(32), "short"]) {
    const page = await guestAt(browser, `${appUrl()}/guest/${secret}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
    await expect(page.getByText("This link does not exist.")).toBeVisible();
    await page.context().close();
  }
});

test("a name that will not do is said beside its field, and the next one calls", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const { url } = await linkOf(alice);
  const carol = await guestAt(browser, url, refused);
  const field = carol.getByRole("textbox", { name: "Your name", exact: true });
  const wrong = [
    ["", /Enter your name/],
    ["Anonymous", /That name is reserved/],
    ["al@ice", /could pass for somebody else/],
  ] as const;
  for (const [name, text] of wrong) {
    await callAs(carol, name, alice);
    await expect(field).toHaveAccessibleDescription(text);
    await expect(field).toBeFocused();
  }
  await field.fill("Carol");
  await field.press("Enter");
  await expect(incoming(alice.page)).toContainText("Carol");
  await button(carol, "Hang up").click();
  await expectStatus(carol, "Ended: canceled");
});

test("a person who is not to be disturbed is busy for guests", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const { url } = await linkOf(alice);
  await alice.context.request.patch(`${appUrl()}/api/me`, { data: { doNotDisturb: true } });
  const carol = await guestAt(browser, url);
  await callAs(carol, "Carol", alice);
  await expectStatus(carol, "Ended: busy");
});

test("a guest's call waits while the owner talks, and can be taken", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const { url } = await linkOf(alice);
  await connect(bob, alice);
  const carol = await guestAt(browser, url);
  await callAs(carol, "Carol", alice);
  await expect(incoming(alice.page)).toContainText("Guest");
  await button(alice.page, "End and answer").click();
  await expectStatus(alice.page, "In call with Carol");
  await expectStatus(bob.page, "Ended: completed 0:");
});

test("a signed-in person may use a link as a guest, beside their own phone", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const { url } = await linkOf(alice);
  const tab = await bob.context.newPage();
  await tab.goto(url);
  await callAs(tab, "Bobby", alice);
  await expect(incoming(alice.page)).toContainText("Bobby");
  await expect(incoming(alice.page)).not.toContainText(bob.username);
  await expectStatus(bob.page, "Ready");
  await button(tab, "Hang up").click();
  await expectStatus(tab, "Ended: canceled");
});

test("a guest whose microphone is refused learns what to do", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const { url } = await linkOf(alice);
  const carol = await guestAt(browser, url, {
    prepare: (page) =>
      page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
      }),
  });
  await callAs(carol, "Carol", alice);
  await expect(carol.getByRole("heading", { name: /microphone/i })).toBeVisible();
  await expect(button(carol, "Try again")).toBeVisible();
  await expectAccessible(carol, "no microphone");
});

const looks: [string, PersonOptions][] = [
  ["on a desktop, light", desktopLight],
  ["on a phone, dark", phoneDark],
];

for (const [look, options] of looks) {
  test(`each state of a guest's call is accessible at both ends ${look}`, async ({ browser }) => {
    const alice = await newPerson(browser, "alice", { ...options, displayName: longName });
    const { url } = await linkOf(alice);
    const carol = await guestAt(browser, url, options);
    await expectAccessible(carol, "form");
    // The phone rings for half a minute. To look through the rows of a hundred people of other tests may take as long.
    await alice.page.getByRole("searchbox", { name: "Find people" }).fill(alice.username);
    await callAs(carol, longName, alice);
    await Promise.all([expectStatus(carol, "Ringing"), expect(incoming(alice.page)).toBeVisible()]);
    await Promise.all([expectAccessible(carol, "ringing"), expectAccessible(alice.page, "incoming")]);
    await answer(alice).click();
    await expectStatus(carol, "In call");
    await expectAccessible(carol, "in call");
    await button(carol, "Keypad").click();
    await expectAccessible(carol, "keypad");
    await button(carol, "Audio").click();
    await expectAccessible(carol, "audio");
    await button(carol, "Hang up").click();
    await expectStatus(carol, "Ended: completed 0:");
    await expect(button(carol, "Call again")).toBeEnabled();
    await expectAccessible(carol, "ended");
    await visit(alice, "/history");
    await expect(alice.page.getByRole("listitem").filter({ hasText: "Guest" })).toHaveCount(1);
    await expectAccessible(alice.page, "history");
    await visit(alice, "/settings");
    await button(alice.page, "New guest link").click();
    await expectAccessible(alice.page, "form of a link");
    await button(alice.page, "Make the link").click();
    await expect(alice.page.getByRole("textbox", { name: "Address of the link" })).toBeVisible();
    await expectAccessible(alice.page, "new link");
    const nobody = await guestAt(browser, `${appUrl()}/guest/nothing`, options);
    await expectAccessible(nobody, "no such link");
  });
}

test("a guest's page speaks Japanese, by the keyboard alone", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { displayName: "佐藤 花子" });
  const { url } = await linkOf(alice);
  const carol = await guestAt(browser, url, { locale: "ja-JP", viewport: { width: 390, height: 844 } });
  await expect(carol.getByRole("heading", { level: 1 })).toHaveText("佐藤 花子 さんに電話");
  await carol.getByRole("textbox", { name: "あなたの名前" }).focus();
  await carol.keyboard.type("田中");
  await carol.keyboard.press("Enter");
  await expect(incoming(alice.page)).toContainText("田中");
  await expect(carol.getByRole("status", { name: "電話の状態" })).toHaveText(/呼び出し中/);
  await expectAccessible(carol, "ringing in Japanese");
  await carol.getByRole("button", { name: "電話を切る" }).focus();
  await carol.keyboard.press("Enter");
  await expect(carol.getByRole("status", { name: "電話の状態" })).toHaveText(/通話終了/);
});
