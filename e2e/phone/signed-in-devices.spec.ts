import { watchConsole } from "../support/console";
import { anotherDevice, appUrl, newBrowserOf, newPerson, signIn, uniqueName } from "../support/people";
import { button, expectStatus, visit } from "../support/phone";
import { startStack } from "../support/stack";
import { expect, test } from "../support/test";

test("a device in the list is signed out from another one, and only that device", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const tablet = await anotherDevice(browser, alice, { expectedErrors: [/401/] });
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(tablet.page, "Ready")]);
  await visit(alice, "/settings");
  const list = alice.page.getByRole("region", { name: "Signed-in devices" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.getByRole("listitem").first()).toContainText("This device");
  await expect(list.getByRole("listitem").first()).toContainText(/Chrom\w+ on \w+/);
  await list.getByRole("button", { name: /^End/ }).click();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  // The page on the other device notices by itself.
  await expectStatus(tablet.page, "Offline", 20_000);
  await tablet.page.reload();
  await expect(tablet.page).toHaveURL(/\/sign-in/);
  await alice.page.reload();
  await expectStatus(alice.page, "Ready");
});

test("a password that is easy to guess is refused at its field, and the form keeps the rest", async ({
  browser,
}) => {
  const { page } = await newBrowserOf(browser, { expectedErrors: [/400/] });
  const username = uniqueName("ann");
  await page.goto(`${appUrl()}/sign-up`);
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("textbox", { name: "Display name" }).fill("Ann");
  await page.getByRole("textbox", { name: "Password" }).fill("password");
  await button(page, "Create account").click();
  await expect(page.getByText(/too easy to guess/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Password" })).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Username" })).toHaveValue(username);
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await button(page, "Create account").click();
  await expectStatus(page, "Ready");
});

test("the address to open after signing in cannot lead to another site", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const next = encodeURIComponent("/.//evil.example/steal");
  for (const path of ["/sign-in", "/sign-up"]) {
    await alice.page.goto(`${appUrl()}${path}?next=${next}`);
    expect(new URL(alice.page.url()).href).toBe(`${appUrl()}/`);
  }
  const { page } = await newBrowserOf(browser);
  await page.goto(`${appUrl()}/sign-in?next=${next}`);
  await page.getByRole("textbox", { name: "Username" }).fill(alice.username);
  await page.getByRole("textbox", { name: "Password" }).fill(alice.password);
  await button(page, "Sign in").click();
  await expectStatus(page, "Ready");
  expect(new URL(page.url()).href).toBe(`${appUrl()}/`);
});

test("cookies of other projects and two copies on one host do not sign anybody out", async ({ browser }) => {
  const copy = await startStack();
  const { context, page } = await newBrowserOf(browser);
  try {
    const value = "x";
    const names = ["next-auth.callback-url", "next-auth.session-token", "next-auth.csrf-token", "locale"];
    const many = Array.from({ length: 12 }, (_, index) => ({
      name: `other_${index}`,
      value: "x".repeat(3_000),
    }));
    const cookies = [...names.map((name) => ({ name, value })), ...many];
    await context.addCookies(cookies.map((cookie) => ({ ...cookie, domain: "localhost", path: "/" })));
    for (const origin of [appUrl(), copy.appUrl]) {
      const person = { username: uniqueName("ann"), displayName: "Ann", password: "correct horse battery" };
      const signedUp = await context.request.post(`${origin}/api/people`, { data: person });
      expect(signedUp.status()).toBe(201);
      await signIn(context.request, person, origin);
    }
    await page.goto(appUrl());
    // A page of its own: Chromium fetches the icon of a page that is left too soon for its successor, whose policy
    // forbids it.
    const pageOfCopy = await context.newPage();
    watchConsole(pageOfCopy);
    await pageOfCopy.goto(copy.appUrl);
    await expectStatus(page, "Ready");
    await expectStatus(pageOfCopy, "Ready");
    expect(page.url()).toBe(`${appUrl()}/`);
    expect(pageOfCopy.url()).toBe(`${copy.appUrl}/`);
  } finally {
    // Before the copy, which its page would miss.
    await context.close();
    await copy.stop();
  }
});
