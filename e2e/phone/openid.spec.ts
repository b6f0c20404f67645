import type { Browser } from "@playwright/test";
import { expectAccessible, phoneDark, phoneLight } from "../support/access";
import { type OpenidServer, startOpenidServer } from "../support/openid-server";
import { newBrowserOf } from "../support/people";
import { button, expectReady, expectStatus } from "../support/phone";
import { freePort, type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

test.describe.configure({ mode: "serial" });

let server: OpenidServer;
let stack: Stack;

test.beforeAll(async () => {
  // It starts a product of its own.
  test.setTimeout(240_000);
  const port = await freePort();
  const client = {
    id: "browser-phone",
    secret: crypto.randomUUID(),
    redirectUri: `http://localhost:${port}/api/auth/callback/openid`,
  };
  server = await startOpenidServer(client, {
    carol: { name: "Carol Jones", preferred_username: "carol" },
    erin: { name: "Erin", preferred_username: "erin" },
    hanako: { name: "佐藤 花子", preferred_username: "hanako" },
  });
  stack = await startStack({
    PORT: String(port),
    OPENID_ISSUER: server.issuer,
    OPENID_ID: client.id,
    OPENID_SECRET: client.secret,
    OPENID_NAME: "Our company",
  });
});

test.afterAll(async () => {
  await stack?.stop();
  await server?.stop();
});

/** Opens the settings, and signs in with the account of that name. */
async function signInAs(browser: Browser, sub: string) {
  const visitor = await newBrowserOf(browser, { expectedErrors: [/401/] });
  await visitor.page.goto(`${stack.appUrl}/settings`);
  await button(visitor.page, "Continue with Our company").click();
  await expect(visitor.page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await visitor.page.getByRole("textbox", { name: "Account" }).fill(sub);
  await button(visitor.page, "Log in").click();
  return visitor;
}

test("somebody signs in with an OpenID provider, and comes back to the page that they wanted", async ({
  browser,
}) => {
  const { page } = await signInAs(browser, "carol");
  await expect(page).toHaveURL(`${stack.appUrl}/settings`);
  await expect(page.getByRole("textbox", { name: "Display name" })).toHaveValue("Carol Jones");
  await expectStatus(page, "Ready");

  // On another device it is the same person, with the name that she has chosen since.
  await page.getByRole("textbox", { name: "Display name" }).fill("Carol on the phone");
  await button(page, "Save").click();
  await expect(page.getByText("Saved").first()).toBeVisible();
  const again = await signInAs(browser, "carol");
  await expect(again.page.getByRole("textbox", { name: "Display name" })).toHaveValue("Carol on the phone");
});

test("somebody who turns back at the provider reads that it did not work, and can try again", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser, { ...phoneDark });
  await page.goto(`${stack.appUrl}/sign-in`);
  await expectAccessible(page, "sign-in with a provider");
  await page.goto(`${stack.appUrl}/api/auth/callback/openid?error=access_denied&state=x`);
  await expect(page.getByRole("alert").filter({ hasText: /did not work/ })).toBeVisible();
  await expectAccessible(page, "a refused sign-in");
  await expect(button(page, "Continue with Our company")).toBeEnabled();
  expect(stack.output()).not.toContain("access_denied&");
});

test("an account without a password is deleted by typing its username", async ({ browser }) => {
  const { page } = await signInAs(browser, "erin");
  await expectStatus(page, "Ready");
  await button(page, "Delete my account").click();
  const username = page.getByRole("textbox", { name: "Type your username, erin" });
  await username.fill("somebody");
  await button(page, "Delete for good").click();
  await expect(page.getByText("That is not your username.")).toBeVisible();
  await username.fill("erin");
  await button(page, "Delete for good").click();
  await expect(page.getByText("Your account is deleted.")).toBeVisible();

  // The same account of the provider makes a new person, under another name.
  const again = await signInAs(browser, "erin");
  await expect(again.page.getByRole("textbox", { name: "Display name" })).toHaveValue("Erin");
  await expect(again.page.getByText(/@erin_\d{5}/).first()).toBeVisible();
});

test("in Japanese, on a phone, somebody turns back at the provider and then signs in with it", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser, { ...phoneLight, locale: "ja-JP" });
  await page.goto(`${stack.appUrl}/api/auth/callback/openid?error=access_denied&state=x`);
  await expect(page.getByRole("alert").filter({ hasText: /^サインインできませんでした/ })).toBeVisible();
  await expectAccessible(page, "a refused sign-in");
  await button(page, "Our company で続ける").click();
  await page.getByRole("textbox", { name: "Account" }).fill("hanako");
  await button(page, "Log in").click();
  await expectReady(page);
  await page.goto(`${stack.appUrl}/settings`);
  await expect(page.getByRole("textbox", { name: "表示名" })).toHaveValue("佐藤 花子");
  await button(page, "アカウントを削除").click();
  await expect(page.getByRole("alertdialog").getByRole("textbox")).toBeFocused();
  await expectAccessible(page, "deletion without a password");
});
