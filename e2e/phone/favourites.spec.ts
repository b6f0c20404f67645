import type { Page } from "@playwright/test";
import { desktopLight, expectAccessible, longName, phoneDark, phoneLight } from "../support/access";
import { anotherDevice, newPerson, type Person } from "../support/people";
import { button, expectReady, expectStatus, personCallButton } from "../support/phone";
import { expect, test } from "../support/test";

/** The texts of the list and of its menu, as each language names them. */
const english = {
  favourites: "Favourites",
  away: "Away",
  watched: "You are told when they are back",
  options: /^Options/,
  tell: /^Tell me when/,
};
const japanese = {
  favourites: "お気に入り",
  away: "不在",
  watched: "戻ったらお知らせします",
  options: /さんのオプション$/,
  tell: /さんが戻ったら知らせる$/,
};

const favourites = (page: Page, name = english.favourites) => page.getByRole("list", { name, exact: true });
const options = (page: Page, person: Person) => button(page, `Options for ${person.displayName}`);

/** Chooses an item of the person's menu, with the keyboard. */
async function choose(page: Page, person: Person, item: string): Promise<void> {
  await options(page, person).press("Enter");
  await page.getByRole("menuitem", { name: item, exact: true }).press("Enter");
}

/** The favourites, in the order of the page. */
const favouritesOn = (page: Page) =>
  favourites(page).getByRole("listitem").locator("p:first-child").allTextContents();

test("a favourite comes first at every device, also after a reload and in a search, and can be called there", async ({
  browser,
}) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  const { page } = alice;
  const other = await anotherDevice(browser, alice);
  for (const one of [page, other.page, bob.page, carol.page]) await expectStatus(one, "Ready");
  await expect(personCallButton(page, bob)).toBeVisible();
  await expect(favourites(page)).toHaveCount(0);

  await choose(page, carol, `Add ${carol.displayName} to favourites`);
  await expect(favourites(page)).toContainText(carol.displayName);
  await expect(options(page, carol)).toBeFocused();
  await choose(page, bob, `Add ${bob.displayName} to favourites`);
  const both = [bob.displayName, carol.displayName];
  await expect.poll(() => favouritesOn(page)).toEqual(both);
  await expect(page.getByRole("heading", { name: "Favourites", exact: true })).toBeVisible();
  await expect(personCallButton(page, bob)).toHaveCount(1);
  // Nobody asks at the other device: it is told.
  await expect.poll(() => favouritesOn(other.page)).toEqual(both);

  await page.reload();
  await expect.poll(() => favouritesOn(page)).toEqual(both);
  await bob.page.close();
  await expect.poll(() => favouritesOn(page)).toEqual([carol.displayName, bob.displayName]);

  await page.getByRole("searchbox", { name: "Find people" }).fill(bob.username);
  await expect.poll(() => favouritesOn(page)).toEqual([bob.displayName]);
  await choose(page, bob, `Remove ${bob.displayName} from favourites`);
  await expect(favourites(page)).toHaveCount(0);
  await expect(options(page, bob)).toBeFocused();

  await page.getByRole("searchbox", { name: "Find people" }).fill("");
  await expectStatus(page, "Ready");
  await favourites(page)
    .getByRole("button", { name: `Call ${carol.displayName}`, exact: true })
    .click();
  await expectStatus(carol.page, "Ringing");
});

for (const [look, options_, texts] of [
  ["on a desktop, light", desktopLight, english],
  ["on a phone, dark", phoneDark, english],
  ["on a phone, light, in Japanese", { ...phoneLight, locale: "ja-JP" }, japanese],
] as const) {
  test(`favourites with a long name, and their menu, are accessible ${look}`, async ({ browser }) => {
    const [alice, long, short] = await Promise.all([
      newPerson(browser, "alice", options_),
      newPerson(browser, "long", { displayName: longName }),
      newPerson(browser, "short"),
    ]);
    await expectReady(alice.page);
    await long.page.close();
    const put = (what: string, { username }: Person) =>
      alice.context.request.put(new URL(`/api/people/${username}/${what}`, alice.page.url()).href);
    await put("favourite", long);
    await put("favourite", short);
    const list = favourites(alice.page, texts.favourites);
    await expect(list).toContainText(longName);
    const row = list.getByRole("listitem").filter({ hasText: longName });
    await expect(row).toContainText(texts.away);
    await put("watch", long);
    await expect(row).toContainText(texts.watched);
    await expectAccessible(alice.page, "favourites");
    await row.getByRole("button", { name: texts.options }).click();
    await expect(alice.page.getByRole("menuitemcheckbox", { name: texts.tell })).toBeChecked();
    await expectAccessible(alice.page, "the menu of a favourite");
  });
}
