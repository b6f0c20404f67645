import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible, phoneDark } from "../support/access";
import { appUrl, newBrowserOf, newPerson, uniqueName } from "../support/people";
import { button, expectReady, expectStatus, visit } from "../support/phone";
import { expect, test } from "../support/test";

const codesOf = (page: Page) => page.getByRole("region", { name: "Recovery codes" });

async function signUp(page: Page, username: string): Promise<void> {
  await page.goto(`${appUrl()}/sign-up`);
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("textbox", { name: "Display name" }).fill(`Dana ${username.slice(-6)}`);
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await button(page, "Create account").click();
  await expectStatus(page, "Ready");
}

async function recover(page: Page, username: string, code: string, password: string): Promise<void> {
  await page.goto(`${appUrl()}/sign-in`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set a new password");
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("textbox", { name: "Recovery code" }).fill(code);
  await page.getByRole("textbox", { name: "New password" }).fill(password);
  await button(page, "Set password and sign in").click();
}

for (const width of [1280, 390]) {
  test(`at ${width} px the codes of a new account stand beside a phone that works, until they are saved`, async ({
    browser,
  }) => {
    const { page } = await newBrowserOf(browser, { viewport: { width, height: 844 } });
    const username = uniqueName("dana");
    await signUp(page, username);
    await expect(page).toHaveURL(`${appUrl()}/`);
    await expect(codesOf(page).getByRole("listitem")).toHaveCount(10);
    const codes = await codesOf(page).getByRole("listitem").allTextContents();
    await expectAccessible(page, "codes of a new account");
    await page.getByRole("searchbox", { name: "Find people" }).fill("dana");

    const [file] = await Promise.all([
      page.waitForEvent("download"),
      codesOf(page).getByRole("button", { name: "Download as text" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`recovery-codes-${username}.txt`);
    const text = await readFile(await file.path(), "utf8");
    for (const code of codes) expect(text).toContain(code);

    await page.reload();
    await expect(codesOf(page).getByRole("listitem")).toHaveCount(10);
    await codesOf(page).getByRole("button", { name: "I have saved them" }).click();
    await expect(codesOf(page)).toBeHidden();
    await page.reload();
    await expectStatus(page, "Ready");
    await expect(codesOf(page)).toBeHidden();
  });
}

test("a code sets a new password once, signs in, and the old password is refused", async ({ browser }) => {
  const { page, context } = await newBrowserOf(browser, { expectedErrors: [/401/] });
  const username = uniqueName("dana");
  await signUp(page, username);
  const [code = ""] = await codesOf(page).getByRole("listitem").allTextContents();
  await context.clearCookies();

  await recover(page, username, code.toLowerCase(), "staple of my own");
  await expectStatus(page, "Ready");
  await context.clearCookies();
  await page.goto(`${appUrl()}/sign-in`);
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await button(page, "Sign in").click();
  await expect(page.getByRole("alert").filter({ hasText: /not right/i })).toBeVisible();

  await recover(page, username, code, "another staple of mine");
  await expect(page.getByRole("alert").filter({ hasText: "the code has been used" })).toBeVisible();
  await expectAccessible(page, "a used code");
  await page.getByRole("link", { name: "Go to sign-in" }).click();
  // Both pages have a field with that name.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill("staple of my own");
  await button(page, "Sign in").click();
  await expectStatus(page, "Ready");
});

test("new codes are made in the settings for whoever gives the password", async ({ browser }) => {
  const eve = await newPerson(browser, "eve");
  const { page } = eve;
  await visit(eve, "/settings");
  await expect(codesOf(page)).toContainText("10 of 10 codes are left");
  await codesOf(page).getByRole("button", { name: "Make new codes" }).click();
  await codesOf(page).getByRole("textbox", { name: "Your password" }).fill(eve.password);
  await codesOf(page).getByRole("button", { name: "Make new codes" }).click();
  await expect(codesOf(page).getByRole("listitem")).toHaveCount(10);
  await expectAccessible(page, "new codes");
  await codesOf(page).getByRole("button", { name: "I have saved them" }).click();
  await expect(codesOf(page)).toContainText("10 of 10 codes are left");
});

test("the codes of a new account are gone from the tab once its person has signed out", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser);
  await signUp(page, uniqueName("dana"));
  await expect(codesOf(page)).toBeVisible();
  await page.goto(`${appUrl()}/settings`);
  await page
    .getByRole("region", { name: "Account" })
    .getByRole("button", { name: "Sign out", exact: true })
    .click();
  await expect(button(page, "Sign in")).toBeVisible();
  await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("codes");
});

test("in Japanese, on a phone, a code of a new account sets a new password", async ({ browser }) => {
  const { page, context } = await newBrowserOf(browser, {
    ...phoneDark,
    locale: "ja-JP",
    expectedErrors: [/401/],
  });
  const username = uniqueName("dana");
  await page.goto(`${appUrl()}/sign-up`);
  await page.getByRole("textbox", { name: "ユーザー名" }).fill(username);
  await page.getByRole("textbox", { name: "表示名" }).fill(`田中 ${username.slice(-6)}`);
  await page.getByRole("textbox", { name: "パスワード" }).fill("correct horse battery");
  await button(page, "アカウントを作成").click();
  await expectReady(page);
  const codes = page.getByRole("region", { name: "リカバリーコード" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  await expectAccessible(page, "codes of a new account");
  const [code = ""] = await codes.getByRole("listitem").allTextContents();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    codes.getByRole("button", { name: "テキストでダウンロード" }).click(),
  ]);
  expect(await readFile(await file.path(), "utf8")).toContain(
    `@${username} のリカバリーコード（Browser Phone）`,
  );
  await context.clearCookies();

  await page.goto(`${appUrl()}/sign-in`);
  await page.getByRole("link", { name: "パスワードをお忘れの方" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("新しいパスワードを設定");
  await expectAccessible(page, "the form");
  await page.getByRole("textbox", { name: "ユーザー名" }).fill(username);
  await page.getByRole("textbox", { name: "新しいパスワード" }).fill("staple of my own");
  const field = page.getByRole("textbox", { name: "リカバリーコード" });
  await field.fill("AAAA-BBBB-CCCC-DDDD");
  await button(page, "パスワードを設定してサインイン").click();
  await expect(page.getByRole("alert").filter({ hasText: "使用済みのコードです" })).toBeVisible();
  await expectAccessible(page, "a wrong code");
  await field.fill(code);
  await button(page, "パスワードを設定してサインイン").click();
  await expectReady(page);
});
