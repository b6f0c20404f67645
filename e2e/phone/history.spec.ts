import { newPerson } from "../support/people";
import { button, call, connect, expectStatus, incoming, visit } from "../support/phone";
import { expect, test } from "../support/test";

test("history tells both sides what happened, updates by itself, and calls back", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await visit(bob, "/history");
  await expect(bob.page.getByText("No calls yet")).toBeVisible();
  await connect(alice, bob);
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");

  const atBob = bob.page.getByRole("listitem").filter({ hasText: alice.displayName });
  await expect(atBob).toContainText("Incoming");
  await expect(atBob).toContainText("completed");
  await alice.page
    .getByRole("link", { name: /History/ })
    .first()
    .click();
  const atAlice = alice.page.getByRole("listitem").filter({ hasText: bob.displayName });
  await expect(atAlice).toContainText("Outgoing");
  await expect(atAlice).toContainText("completed");

  await atBob.getByRole("button", { name: "Call back" }).click();
  await expect(incoming(alice.page)).toContainText(bob.displayName);
  await incoming(alice.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(bob.page, "Ended: declined");
  await expect(bob.page.getByRole("listitem").filter({ hasText: "declined" })).toContainText("Outgoing");
});

test("a missed call leaves a badge that goes once the history has been seen", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await call(alice, bob);
  await expect(incoming(bob.page)).toBeVisible();
  await button(alice.page, "Hang up").click();
  await expect(bob.page.getByRole("link", { name: "History, 1 missed call" }).first()).toBeVisible();
  await bob.page.getByRole("link", { name: "History, 1 missed call" }).first().click();
  await expect(bob.page.getByRole("listitem").filter({ hasText: alice.displayName })).toContainText("Missed");
  await expect(bob.page.getByRole("link", { name: "History", exact: true }).first()).toBeVisible();

  await bob.page.getByRole("searchbox", { name: "Find calls" }).fill("nobody by this name");
  await expect(bob.page.getByText("No calls match", { exact: false })).toBeVisible();
  await bob.page.getByRole("searchbox", { name: "Find calls" }).fill(alice.username);
  await expect(bob.page.getByRole("listitem").filter({ hasText: alice.displayName })).toBeVisible();
});

test("a personal call link leads through sign-in to calling that person", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  const origin = new URL(alice.page.url()).origin;
  // A page that is still open would ask for its people once more, and be told 401.
  await alice.page.goto("about:blank");
  await alice.context.clearCookies();
  await alice.page.goto(`${origin}/call/${bob.username}`);
  await expect(alice.page).toHaveURL(/\/sign-in/);
  await alice.page.getByRole("textbox", { name: "Username" }).fill(alice.username);
  await alice.page.getByRole("textbox", { name: "Password" }).fill(alice.password);
  await button(alice.page, "Sign in").click();
  await expect(alice.page).toHaveURL(new RegExp(`/call/${bob.username}`));
  await expectStatus(alice.page, "Ready");
  await button(alice.page, `Call ${bob.displayName}`).click();
  await expect(incoming(bob.page)).toContainText(alice.displayName);
});

test("a call link to nobody says so", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { expectedErrors: [/404/] });
  await alice.page.goto(`${new URL(alice.page.url()).origin}/call/nobody_has_this_name`);
  await expect(alice.page.getByText("Nobody has the username", { exact: false })).toBeVisible();
});
