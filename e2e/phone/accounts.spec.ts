import type { Page } from "@playwright/test";
import { appUrl, newBrowserOf, newPerson, uniqueName } from "../support/people";
import { button, connect, expectStatus, incoming, visit } from "../support/phone";
import { expect, test } from "../support/test";

test("two people sign up on the pages and one calls the other", async ({ browser }) => {
  const people = await Promise.all(
    ["ann", "ben"].map(async (stem) => {
      const { context, page } = await newBrowserOf(browser);
      const username = uniqueName(stem);
      const displayName = `${stem} ${username.slice(-6)}`;
      await page.goto(appUrl());
      await expect(page).toHaveURL(/\/sign-in/);
      await page.goto(`${appUrl()}/sign-up`);
      await page.getByRole("textbox", { name: "Display name" }).fill(displayName);
      await page.getByRole("textbox", { name: "Username" }).fill(username);
      await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
      await button(page, "Create account").click();
      await expectStatus(page, "Ready");
      return { username, displayName, password: "correct horse battery", context, page };
    }),
  );
  const [ann, ben] = people;
  if (!ann || !ben) throw new Error("unreachable");
  await connect(ann, ben);
  await button(ann.page, "Hang up").click();
  await expectStatus(ben.page, "Ended: completed");
});

test("a call link leads through sign-up to its person, also in capital letters", async ({ browser }) => {
  const bob = await newPerson(browser, "bob");
  const { page } = await newBrowserOf(browser);
  const username = uniqueName("ann");
  await page.goto(`${appUrl()}/call/${bob.username.toUpperCase()}`);
  await expect(page.getByText(`Sign in to call @${bob.username}`)).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(page.getByText(`Create your account to call @${bob.username}`)).toBeVisible();
  await page.getByRole("textbox", { name: "Display name" }).fill("Ann");
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await button(page, "Create account").click();
  await expectStatus(page, "Ready");
  await expect(button(page, `Call ${bob.displayName}`)).toBeEnabled();
  await page.goto(`${appUrl()}/call/${username.toUpperCase()}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This is your own call link");
});

test("the demo people of local mode can sign in and call", async ({ browser }) => {
  const [alice, bob] = await Promise.all(
    ["alice", "bob"].map(async (username) => {
      const { page } = await newBrowserOf(browser);
      await page.goto(`${appUrl()}/sign-in`);
      await expect(page.getByText("browser-phone", { exact: false }).first()).toBeVisible();
      await page.getByRole("textbox", { name: "Username" }).fill(username);
      await page.getByRole("textbox", { name: "Password" }).fill("browser-phone");
      await button(page, "Sign in").click();
      await expectStatus(page, "Ready");
      return page;
    }),
  );
  if (!alice || !bob) throw new Error("unreachable");
  await alice.getByRole("searchbox", { name: "Find people" }).fill("bob");
  await button(alice, "Call Bob").first().click();
  await expect(incoming(bob)).toContainText("Alice");
  await incoming(bob).getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(alice, "In call");
});

test("a button pressed and a form sent before the page's scripts are here do their work once they are", async ({
  browser,
}) => {
  const carol = await newPerson(browser, "carol");
  const early = async (act: (page: Page) => Promise<void>) => {
    const { page } = await newBrowserOf(browser);
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route("**/_next/static/chunks/*.js", async (route) => {
      await arrived;
      await route.continue();
    });
    await page.goto(`${appUrl()}/sign-in`, { waitUntil: "commit" });
    await act(page);
    await expect(page).toHaveURL(/\/sign-in$/);
    arrive();
    await expectStatus(page, "Ready");
  };

  await early((page) => button(page, "Continue as Alice").click());
  await early(async (page) => {
    await page.getByRole("textbox", { name: "Username" }).fill(carol.username);
    await page.getByRole("textbox", { name: "Password" }).fill(carol.password);
    await page.getByRole("textbox", { name: "Password" }).press("Enter");
  });
});

test("a wrong password is refused with a plain reason, and the form keeps what was typed", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser, { expectedErrors: [/401/] });
  await page.goto(`${appUrl()}/sign-in`);
  await page.getByRole("textbox", { name: "Username" }).fill(uniqueName("nobody"));
  await page.getByRole("textbox", { name: "Password" }).fill("not the password");
  await button(page, "Sign in").click();
  await expect(page.getByRole("alert").filter({ hasText: /not right/i })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Username" })).not.toHaveValue("");
});

test("signing out ends the session: a copied cookie no longer works", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { expectedErrors: [/401/] });
  await expectStatus(alice.page, "Ready");
  const stolen = await alice.context.cookies();
  await visit(alice, "/settings");
  await button(alice.page, "Sign out").click();
  await expect(alice.page).toHaveURL(/\/sign-in/);

  const thief = await browser.newContext();
  await thief.addCookies(stolen);
  const token = await thief.request.post(`${appUrl()}/api/voice/token`);
  expect(token.status()).toBe(401);
  const home = await thief.request.get(appUrl(), { maxRedirects: 0 });
  expect(home.status()).toBe(307);
  expect(home.headers().location).toContain("/sign-in");
});
