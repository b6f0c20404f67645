import type { Page } from "@playwright/test";
import { expectAccessible, phoneDark } from "../support/access";
import { addAuthenticator } from "../support/passkeys";
import { appUrl, newPerson, type Person } from "../support/people";
import { button, expectReady, expectStatus, visit } from "../support/phone";
import { expect, test } from "../support/test";

const section = (page: Page) => page.getByRole("region", { name: "Passkeys" });

/** Adds a passkey in the settings, and resolves when the list shows it. */
async function addPasskey({ page, password }: Person): Promise<void> {
  await section(page).getByRole("button", { name: "Add a passkey" }).click();
  await section(page).getByRole("textbox", { name: "Your password" }).fill(password);
  await section(page).getByRole("button", { name: "Continue" }).click();
  await expect(section(page).getByRole("listitem")).toHaveCount(1);
}

async function signOut({ page }: Person): Promise<void> {
  await page
    .getByRole("region", { name: "Account" })
    .getByRole("button", { name: "Sign out", exact: true })
    .click();
  await expect(page).toHaveURL(/\/sign-in/);
}

test("a passkey is added in the settings, signs in, is renamed and removed", async ({ browser }) => {
  // The removed passkey is refused.
  const ann = await newPerson(browser, "ann", { expectedErrors: [/401 .*\/api\/passkeys\/sign-in/] });
  const { page } = ann;
  const device = await addAuthenticator(page);
  await visit(ann, "/settings");
  await expectAccessible(page, "no passkey");
  await addPasskey(ann);
  expect(await device.count()).toBe(1);
  await expect(section(page)).toContainText("Not used yet");
  await expectAccessible(page, "one passkey");

  await signOut(ann);
  await expectAccessible(page, "sign-in with passkeys");
  await button(page, "Continue with a passkey").click();
  await expectStatus(page, "Ready");
  await expect(page).toHaveURL(`${appUrl()}/`);

  await visit(ann, "/settings");
  await expect(section(page)).toContainText("Last used");
  const list = section(page).getByRole("listitem");
  await list.getByRole("button", { name: /^Rename/ }).click();
  await page.getByRole("textbox", { name: "Name of the passkey" }).fill("Blue laptop");
  await button(page, "Save").last().click();
  await expect(list).toContainText("Blue laptop");
  await button(page, "Remove Blue laptop").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(list).toHaveCount(0);

  await signOut(ann);
  await button(page, "Continue with a passkey").click();
  await expect(page.getByRole("alert").filter({ hasText: "belongs to no account here" })).toBeVisible();
});

test("a password that is forgotten is replaced by showing a passkey, and other devices are signed out", async ({
  browser,
}) => {
  const ben = await newPerson(browser, "ben");
  const { page } = ben;
  await addAuthenticator(page);
  await visit(ben, "/settings");
  await addPasskey(ben);
  await page.getByLabel("New password", { exact: true }).fill("staple of my own");
  await button(page, "Forgot it? Use a passkey").click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await signOut(ben);
  await page.getByRole("textbox", { name: "Username" }).fill(ben.username);
  await page.getByRole("textbox", { name: "Password" }).fill("staple of my own");
  await button(page, "Sign in").click();
  await expectStatus(page, "Ready");
});

test("a wrong password adds no passkey, and neither does a device that does not know its user", async ({
  browser,
}) => {
  // The wrong password is refused.
  const cat = await newPerson(browser, "cat", { expectedErrors: [/401 .*\/api\/me\/passkeys/] });
  const { page } = cat;
  const device = await addAuthenticator(page);
  await visit(cat, "/settings");
  await section(page).getByRole("button", { name: "Add a passkey" }).click();
  const password = section(page).getByRole("textbox", { name: "Your password" });
  await password.fill("not my password");
  await section(page).getByRole("button", { name: "Continue" }).click();
  await expect(section(page).getByText("That is not your current password.")).toBeVisible();
  await device.setPresent(false);
  await password.fill(cat.password);
  await section(page).getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("No passkey was used.", { exact: false })).toBeVisible();
  expect(await device.count()).toBe(0);
  await section(page).getByRole("button", { name: "Cancel" }).click();
  await expect(section(page).getByRole("button", { name: "Add a passkey" })).toBeFocused();
});

test("in Japanese, on a phone, a passkey is added, signs in and is removed", async ({ browser }) => {
  const aki = await newPerson(browser, "aki", {
    ...phoneDark,
    locale: "ja-JP",
    // The wrong password is refused.
    expectedErrors: [/401 .*\/api\/me\/passkeys/],
  });
  const { page } = aki;
  await addAuthenticator(page);
  await page.goto(`${appUrl()}/settings`);
  await expectReady(page);
  const passkeys = page.getByRole("region", { name: "パスキー" });
  await passkeys.getByRole("button", { name: "パスキーを追加" }).click();
  const password = passkeys.getByRole("textbox", { name: "あなたのパスワード" });
  await password.fill("not my password");
  await passkeys.getByRole("button", { name: "続ける" }).click();
  await expect(passkeys.getByText("現在のパスワードが正しくありません。")).toBeVisible();
  await expectAccessible(page, "a wrong password");
  await password.fill(aki.password);
  await passkeys.getByRole("button", { name: "続ける" }).click();
  await expect(passkeys.getByRole("listitem")).toContainText("未使用");
  await expectAccessible(page, "one passkey");

  await page
    .getByRole("region", { name: "アカウント" })
    .getByRole("button", { name: "サインアウト", exact: true })
    .click();
  await button(page, "パスキーで続ける").click();
  await expectReady(page);

  await page.goto(`${appUrl()}/settings`);
  await expect(passkeys.getByRole("listitem")).toContainText("最終使用");
  await passkeys.getByRole("button", { name: /を削除$/ }).click();
  const sure = page.getByRole("alertdialog");
  await expect(sure).toContainText("このパスキーではサインインできなくなります。");
  await expectAccessible(page, "the question");
  await sure.getByRole("button", { name: "削除" }).click();
  await expect(passkeys.getByRole("listitem")).toHaveCount(0);
});
