import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { desktopDark, expectAccessible, phoneDark, phoneLight } from "../support/access";
import { anotherDevice, appUrl, newBrowserOf, newPerson } from "../support/people";
import { button, connect, expectStatus, findPerson, personCallButton, visit } from "../support/phone";
import { expect, test } from "../support/test";

const dialog = (page: Page) => page.getByRole("alertdialog");

/** The dialog's texts, as each language names them. */
const english = {
  remove: "Delete my account",
  confirm: "Delete for good",
  password: "Your password",
  wrong: "That is not your password.",
  done: "Your account is deleted.",
};
const japanese = {
  remove: "アカウントを削除",
  confirm: "完全に削除",
  password: "パスワード",
  wrong: "パスワードが正しくありません。",
  done: "アカウントを削除しました。",
};

test("everything that is stored of me can be downloaded as a file", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  await button(alice.page, "Hang up").click();
  await expectStatus(alice.page, "Ended: completed");
  await visit(alice, "/settings");
  const [download] = await Promise.all([
    alice.page.waitForEvent("download"),
    button(alice.page, "Download your data").click(),
  ]);
  await expect(alice.page.getByText("Your data is downloaded").first()).toBeVisible();
  expect(download.suggestedFilename()).toMatch(
    new RegExp(`^browser-phone-${alice.username}-\\d{4}-\\d\\d-\\d\\d\\.json$`),
  );
  const file = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(file.profile).toMatchObject({ username: alice.username, displayName: alice.displayName });
  expect(file.calls).toMatchObject([
    { direction: "outgoing", peer: { username: bob.username }, outcome: "completed" },
  ]);
});

test("a deleted account leaves lists, ends its call and its other devices, and cannot sign in", async ({
  browser,
}) => {
  const expectedErrors = [/401/];
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { expectedErrors }),
    newPerson(browser, "bob"),
  ]);
  const tablet = await anotherDevice(browser, alice, { expectedErrors });
  await expectStatus(tablet.page, "Ready");
  await connect(alice, bob);
  await alice.page.getByRole("link", { name: "Settings" }).first().click();
  await button(alice.page, english.remove).click();
  const password = dialog(alice.page).getByLabel(english.password, { exact: true });
  await expect(password).toBeFocused();
  await expect(dialog(alice.page)).toContainText("Deleted account");

  // A wrong password ends nothing.
  await password.fill("not the password");
  await button(alice.page, english.confirm).click();
  await expect(dialog(alice.page).getByText(english.wrong)).toBeVisible();
  await expect(password).toBeFocused();
  await expectStatus(bob.page, "In call");

  await password.fill(alice.password);
  await alice.page.keyboard.press("Enter");
  await expect(alice.page).toHaveURL(/\/sign-in\?deleted=1$/);
  await expect(alice.page.getByText(english.done)).toBeVisible();
  await expectStatus(bob.page, "Ended: completed");
  await expectStatus(tablet.page, "Offline");
  await button(bob.page, "Done").click();
  await bob.page.getByRole("searchbox", { name: "Find people" }).fill(alice.username);
  await expect(personCallButton(bob.page, alice)).toHaveCount(0);
  await visit(bob, "/history");
  const row = bob.page.getByRole("main").getByRole("listitem").first();
  await expect(row).toContainText("Deleted account");
  await expect(row).not.toContainText(alice.username);
  await expect(row.getByRole("button", { name: "Call back" })).toBeDisabled();
  await expectAccessible(bob.page, "a call with a deleted account");

  await alice.page.getByRole("textbox", { name: "Username" }).fill(alice.username);
  await alice.page.getByRole("textbox", { name: "Password" }).fill(alice.password);
  await button(alice.page, "Sign in").click();
  await expect(alice.page.getByRole("alert").filter({ hasText: /not right/ })).toBeVisible();
  const { username, displayName } = alice;
  const again = await bob.context.request.post(`${appUrl()}/api/people`, {
    data: { username, displayName, password: alice.password },
  });
  expect(again.status()).toBe(409);
});

test("an open list loses a deleted person at once", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { expectedErrors: [/401/] }),
    newPerson(browser, "bob"),
  ]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await findPerson(bob.page, alice);
  const answer = await alice.context.request.delete(`${appUrl()}/api/me`, {
    data: { password: alice.password },
  });
  expect(answer.status()).toBe(204);
  await expect(personCallButton(bob.page, alice)).toHaveCount(0);
});

for (const [look, options, texts] of [
  ["on a desktop, dark", desktopDark, english],
  ["on a phone, dark, in Japanese", { ...phoneDark, locale: "ja-JP" }, japanese],
  ["on a phone, light", phoneLight, english],
] as const) {
  test(`the dialog, its refusal and the end are accessible ${look}`, async ({ browser }) => {
    const alice = await newPerson(browser, "alice", { ...options, expectedErrors: [/401/] });
    const { page } = alice;
    await page.goto(`${appUrl()}/settings`);
    await expect(page.getByRole("status").first()).toHaveText(/^(Ready|待機中)/);
    await button(page, texts.remove).click();
    const password = dialog(page).getByLabel(texts.password, { exact: true });
    await expect(password).toBeFocused();
    await expectAccessible(page, "the dialog");
    await page.keyboard.press("Escape");
    await expect(button(page, texts.remove)).toBeFocused();
    await button(page, texts.remove).click();
    await password.fill("not the password");
    await button(page, texts.confirm).click();
    await expect(dialog(page).getByText(texts.wrong)).toBeVisible();
    await expectAccessible(page, "a wrong password");
    await password.fill(alice.password);
    await button(page, texts.confirm).click();
    await expect(page.getByText(texts.done)).toBeVisible();
    await expectAccessible(page, "deleted");
  });
}

test("the address of the page after a deletion shows nothing to somebody who is signed in", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser);
  await page.goto(`${appUrl()}/sign-in?deleted=1`);
  await expect(page.getByText(english.done)).toBeVisible();
  const alice = await newPerson(browser, "alice");
  await alice.page.goto(`${appUrl()}/sign-in?deleted=1`);
  await expectStatus(alice.page, "Ready");
});
