import type { Page } from "@playwright/test";
import { expectAccessible, phoneDark } from "../support/access";
import { freezableBrowser } from "../support/freezable";
import { anotherTab, appUrl, newPerson, type Person, signIn } from "../support/people";
import { button, call, connect, expectStatus, incoming } from "../support/phone";
import { expect, test } from "../support/test";

/** A refused request of the old page is logged by the browser. */
const expectedErrors = [/40[19]/];

/** Signs out in this tab. */
async function signOutIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

/** Signs in by the form of the sign-in page. */
async function signInAt(
  page: Page,
  { username, password }: Pick<Person, "username" | "password">,
): Promise<void> {
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Sign in").click();
}

/** Bob has an account, and no browser of his own. */
async function accountOf(browser: Parameters<typeof newPerson>[0], stem: string): Promise<Person> {
  const person = await newPerson(browser, stem);
  await person.context.close();
  return person;
}

test("a tab of Alice notices at once that Bob has signed in at another tab, and does nothing as either", async ({
  browser,
}) => {
  const [alice, bob, carol] = [
    await newPerson(browser, "alice", { expectedErrors }),
    await accountOf(browser, "bob"),
    await newPerson(browser, "carol"),
  ];
  await alice.page.goto(`${appUrl()}/settings`);
  await expectStatus(alice.page, "Ready");
  await alice.page.getByRole("textbox", { name: "Display name" }).fill("Not Bob");
  const other = await anotherTab(alice, expectedErrors);
  // The answer to a beat would tell the page too, seconds later. So no beat is answered.
  await alice.page.route("**/api/presence", () => undefined);
  await signOutIn(other);
  // Hidden or not, the page is told, and asks.
  await expectStatus(alice.page, "Offline");
  const save = alice.page.waitForResponse((response) => response.request().method() === "PATCH");
  await signInAt(other, bob);
  await expectStatus(other, "Ready");
  const notice = alice.page.getByRole("alert").filter({ hasText: "You are signed in as" });
  await expect(notice).toContainText(bob.displayName);
  await expect(alice.page.getByRole("textbox", { name: "Display name" })).toHaveCount(0);
  // Also a request that was under way does nothing to Bob.
  await alice.page.evaluate(
    ([username]) =>
      void fetch("/api/me", {
        method: "PATCH",
        headers: { "Content-Type": "application/json", "X-Browser-Phone-For": username ?? "" },
        body: JSON.stringify({ displayName: "Not Bob" }),
      }),
    [alice.username],
  );
  expect((await save).status()).toBe(409);

  // Bob can be reached at his own tab, and nobody at the old one.
  await expectStatus(carol.page, "Ready");
  await call(carol, bob);
  await expect(incoming(other)).toBeVisible();
  await expect(incoming(alice.page)).toHaveCount(0);
  await incoming(other).getByRole("button", { name: "Decline", exact: true }).click();
  await expectAccessible(alice.page, "another person is signed in");
  await alice.page.unroute("**/api/presence");
  await button(alice.page, `Go on as ${bob.displayName}`).click();
  await expectStatus(alice.page, "Offline here, open in another tab");
});

test("Alice's call ends when she signs out at another tab", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { expectedErrors }),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  const other = await anotherTab(alice, expectedErrors);
  await expectStatus(other, "Offline here");
  await other.evaluate(async () => {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    const body = new URLSearchParams({ csrfToken, json: "true" });
    await fetch("/api/auth/signout", { method: "POST", body });
  });
  await other.goto(`${appUrl()}/sign-in`);
  await expectStatus(bob.page, "Ended: completed");
  await expectStatus(alice.page, "Offline");
  await expect(alice.page.getByRole("link", { name: "Sign in again" }).first()).toBeVisible();
});

test("a frozen tab of Alice does not ring for Bob when it runs again", async () => {
  const browser = await freezableBrowser();
  try {
    const { context } = browser;
    const names = ["alice", "bob"].map(
      (stem) => `${stem}_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`,
    );
    const [alice, bob] = names.map((username) => ({
      username,
      displayName: username,
      password: "pw-correct-horse",
    }));
    if (!alice || !bob) throw new Error("Two people are needed");
    for (const person of [alice, bob]) {
      expect((await context.request.post(`${appUrl()}/api/people`, { data: person })).status()).toBe(201);
    }
    await context.grantPermissions(["microphone"]);
    await signIn(context.request, alice);
    const page = await context.newPage();
    await page.goto(appUrl());
    await expectStatus(page, "Ready");
    await browser.freeze(page);
    await context.clearCookies();
    await signIn(context.request, bob);
    await browser.resume(page);
    await expect(page.getByRole("alert").filter({ hasText: "You are signed in as" })).toContainText(
      bob.username,
    );
  } finally {
    await browser.close();
  }
});

test("the notice is readable on a phone, dark and in Japanese", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { ...phoneDark, locale: "ja-JP", expectedErrors });
  const bob = await accountOf(browser, "bob");
  await expect(alice.page.getByRole("status").first()).toHaveText(/^待機中/);
  await alice.context.clearCookies();
  await signIn(alice.context.request, bob);
  await expect(alice.page.getByRole("alert").filter({ hasText: bob.displayName })).toBeVisible();
  await expectAccessible(alice.page, "another person is signed in");
  if (process.env.SHOTS) await alice.page.screenshot({ path: `${process.env.SHOTS}/other-ja.png` });
});
