import type { Page } from "@playwright/test";
import { desktopDark, expectAccessible, phoneLight } from "../support/access";
import { allowNotifications, sendToBackground, shownTo } from "../support/background";
import { newPerson, type Person } from "../support/people";
import {
  button,
  expectReady,
  expectStatus,
  findPerson,
  incoming,
  personCallButton,
  visit,
} from "../support/phone";
import { expect, test } from "../support/test";

const rowOf = (page: Page, person: Person) =>
  page.getByRole("listitem").filter({ has: personCallButton(page, person) });
const isBack = (page: Page, person: Person) =>
  page.getByText(`${person.displayName} is back`, { exact: true });

/** Alice sees that Bob, whose tab is closed, is away, and wants to be told when he is back. */
async function aliceWaits(alice: Person, bob: Person): Promise<void> {
  await expectStatus(alice.page, "Ready");
  await expectStatus(bob.page, "Ready");
  await findPerson(alice.page, bob);
  await expect(rowOf(alice.page, bob)).toContainText("Here");
  await bob.page.close();
  await expect(rowOf(alice.page, bob)).toContainText("Away");
  await button(alice.page, `Options for ${bob.displayName}`).click();
  const item = alice.page.getByRole("menuitemcheckbox", { name: `Tell me when ${bob.displayName} is back` });
  await expect(item).not.toBeChecked();
  await item.click();
  await expect(rowOf(alice.page, bob)).toContainText("You are told when they are back");
}

/** Opens a page for Bob again. */
async function comesBack(bob: Person, origin: string): Promise<Person> {
  const page = await bob.context.newPage();
  await page.goto(origin);
  await expectStatus(page, "Ready");
  return { ...bob, page };
}

test("Alice is told once that Bob is back, on whichever page she is, and calls him from there", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const origin = new URL("/", alice.page.url()).href;
  await aliceWaits(alice, bob);
  await alice.page.reload();
  await findPerson(alice.page, bob);
  await expect(rowOf(alice.page, bob)).toContainText("You are told when they are back");
  await visit(alice, "/history");

  const again = await comesBack(bob, origin);
  await expect(isBack(alice.page, bob)).toBeVisible();
  await alice.page.getByRole("button", { name: "Call", exact: true }).click();
  await expect(incoming(again.page)).toBeVisible();
  await incoming(again.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(alice.page, "Ended: declined");

  // The second time nobody has asked.
  await visit(alice, "/");
  await findPerson(alice.page, bob);
  await expect(rowOf(alice.page, bob)).not.toContainText("You are told");
  await again.page.close();
  await expect(rowOf(alice.page, bob)).toContainText("Away");
  await comesBack(bob, origin);
  await expect(rowOf(alice.page, bob)).toContainText("Here");
  await expect(isBack(alice.page, bob)).toHaveCount(0);
});

test("a page in the background says it by a notification", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const origin = new URL("/", alice.page.url()).href;
  await aliceWaits(alice, bob);
  await allowNotifications(alice);
  await sendToBackground(alice.page);
  await comesBack(bob, origin);
  await expect.poll(() => shownTo(alice)).toEqual([{ title: `${bob.displayName} is back`, buttons: [] }]);
});

test("Alice is not told of Bob if he has blocked her, and he looks away to her", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const origin = new URL("/", alice.page.url()).href;
  await aliceWaits(alice, bob);
  const blocks = new URL("/api/blocks", origin).href;
  const blocked = await bob.context.request.post(blocks, { data: { username: alice.username } });
  const { id } = await blocked.json();
  await comesBack(bob, origin);
  const carol = await newPerson(browser, "carol");
  await expectStatus(carol.page, "Ready");
  await findPerson(alice.page, carol);
  await expect(rowOf(alice.page, carol)).toContainText("Here");
  await findPerson(alice.page, bob);
  await expect(rowOf(alice.page, bob)).toContainText("Away");
  await expect(isBack(alice.page, bob)).toHaveCount(0);
  // Once he lets her ring again, she sees him, and is told.
  await bob.context.request.delete(`${blocks}/${id}`);
  await expect(isBack(alice.page, bob)).toBeVisible();
});

/** The texts of the row, its menu and the notice, as each language names them. */
const english = {
  find: "Find people",
  call: (name: string) => `Call ${name}`,
  options: (name: string) => `Options for ${name}`,
  tell: (name: string) => `Tell me when ${name} is back`,
  away: "Away",
  watched: "You are told when they are back",
  back: (name: string) => `${name} is back`,
};
const japanese: typeof english = {
  find: "連絡先を検索",
  call: (name) => `${name} さんに電話`,
  options: (name) => `${name} さんのオプション`,
  tell: (name) => `${name} さんが戻ったら知らせる`,
  away: "不在",
  watched: "戻ったらお知らせします",
  back: (name) => `${name} さんが戻りました`,
};

for (const [look, options, texts] of [
  ["on a desktop, dark", desktopDark, english],
  ["on a phone, light, in Japanese", { ...phoneLight, locale: "ja-JP" }, japanese],
] as const) {
  test(`the wish to be told, its mark and its notice are accessible ${look}`, async ({ browser }) => {
    const [alice, bob] = await Promise.all([newPerson(browser, "alice", options), newPerson(browser, "bob")]);
    const { page } = alice;
    const name = bob.displayName;
    await expectStatus(bob.page, "Ready");
    await bob.page.close();
    await expectReady(page);
    await page.getByRole("searchbox", { name: texts.find }).fill(bob.username);
    const row = page.getByRole("listitem").filter({ has: button(page, texts.call(name)) });
    await expect(row).toContainText(texts.away);

    await button(page, texts.options(name)).click();
    const item = page.getByRole("menuitemcheckbox", { name: texts.tell(name) });
    await expect(item).toBeVisible();
    await expectAccessible(page, "the menu");
    await item.click();
    await expect(row).toContainText(texts.watched);
    await expectAccessible(page, "the mark in the row");
    await comesBack(bob, new URL("/", page.url()).href);
    await expect(page.getByText(texts.back(name), { exact: true })).toBeVisible();
    await expectAccessible(page, "the notice");
  });
}
