import type { Page } from "@playwright/test";
import { allowNotifications, sendToBackground, shownTo } from "../support/background";
import { newPerson, type Person } from "../support/people";
import { button, expectStatus, findPerson, incoming, personCallButton, visit } from "../support/phone";
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
