import { randomUUID } from "node:crypto";
import { newPerson } from "../support/people";
import {
  button,
  call,
  connect,
  expectStatus,
  findPerson,
  incoming,
  personCallButton,
  visit,
} from "../support/phone";
import { expect, test } from "../support/test";

test("the history tells both sides what happened, updates by itself, and can call back", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await visit(bob, "/history");
  await expect(bob.page.getByText("No calls yet")).toBeVisible();
  await connect(alice, bob);
  await expect(alice.page.getByRole("timer")).toHaveText(/0:0[2-9]/);
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");

  const atBob = bob.page.getByRole("listitem").filter({ hasText: alice.displayName });
  await expect(atBob).toContainText("Incoming");
  await expect(atBob).toContainText(/completed · 0:\d\d/);
  await expect(bob.page.getByRole("heading", { level: 2, name: "Today" })).toBeVisible();
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
  await bob.page.getByRole("radio", { name: "Missed" }).click();
  await expect(bob.page.getByText("No missed calls")).toBeVisible();
  await bob.page.getByRole("radio", { name: "All" }).click();
  await expect(atBob).toHaveCount(2);
});

test("a missed call shows a badge, which goes once the history has been opened", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await call(alice, bob);
  await expect(incoming(bob.page)).toBeVisible();
  await button(alice.page, "Hang up").click();
  await expect(bob.page.getByRole("link", { name: "History, 1 missed call" }).first()).toBeVisible();
  await bob.page.getByRole("link", { name: "History, 1 missed call" }).first().click();
  await expect(bob.page.getByRole("listitem").filter({ hasText: alice.displayName })).toContainText(
    /Missed.*Incoming.*they hung up/,
  );
  await expect(bob.page.getByRole("link", { name: "History", exact: true }).first()).toBeVisible();

  await bob.page.getByRole("searchbox", { name: "Find calls" }).fill("nobody by this name");
  await expect(bob.page.getByText("No calls match", { exact: false })).toBeVisible();
  await bob.page.getByRole("searchbox", { name: "Find calls" }).fill(alice.username);
  await bob.page.getByRole("radio", { name: "Missed" }).click();
  const row = bob.page.getByRole("listitem").filter({ hasText: alice.displayName });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: `Options for the call with ${alice.displayName}` }).click();
  await bob.page.getByRole("menuitem", { name: `Block ${alice.displayName}` }).click();
  await bob.page.getByRole("alertdialog").getByRole("button", { name: "Block", exact: true }).click();
  await expect(bob.page.getByText(`${alice.displayName} is blocked`)).toBeVisible();
});

test("older calls load on request, and the focus moves to the first of them", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const startedAt = new Date().toISOString();
  const page = (numbers: number[], nextCursor: string | null) => ({
    calls: numbers.map((number) => ({
      ...{ ref: randomUUID(), direction: "outgoing", peer: null, anonymous: false, refusal: null },
      ...{ dialed: `number_${number}`, outcome: "failed", missed: false, startedAt },
      ...{ answeredAt: null, endedAt: startedAt, durationSeconds: 0 },
    })),
    nextCursor,
  });
  const [newest, older] = [page([4, 3], "2"), page([2, 1], null)];
  await alice.page.route(/\/api\/calls\?/, (route) =>
    route.fulfill({ json: route.request().url().includes("cursor=2") ? older : newest }),
  );
  await visit(alice, "/history");
  await expect(alice.page.getByRole("listitem").filter({ hasText: "number_" })).toHaveCount(2);
  await button(alice.page, "Show more").press("Enter");
  await expect(alice.page.getByRole("listitem").filter({ hasText: "number_2" })).toBeFocused();
  await expect(alice.page.getByRole("listitem").filter({ hasText: "number_1" })).toBeVisible();
  await expect(button(alice.page, "Show more")).toBeHidden();
});

test("the list shows everybody, not the last search, after a visit to another page", async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  await Promise.all([alice, bob, carol].map(({ page }) => expectStatus(page, "Ready")));
  await expect(personCallButton(alice.page, carol)).toBeVisible();
  // The last request for everybody brings both of them.
  const here = alice.page.getByText(/^\d+ people here$/);
  await expect(here).toBeVisible();
  await findPerson(alice.page, bob);
  await expect(personCallButton(alice.page, carol)).toBeHidden();
  await expect(alice.page.getByText("1 person found")).toBeAttached();
  await alice.page.getByRole("link", { name: "History" }).first().click();
  await expect(alice.page.getByRole("heading", { level: 1 })).toHaveText("History");
  // The server's answers are held back from here on.
  await alice.page.route(/\/api\/people\?/, () => undefined);
  await alice.page.getByRole("link", { name: "Phone" }).first().click();
  await expect(personCallButton(alice.page, carol)).toBeVisible();
  await expect(here).toBeVisible();
});

test("the page of a call link says when loading fails, tries again, and says when it is stale", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", {
      expectedErrors: [/ERR_FAILED/],
      // A page to which changes are told asks so rarely that this would take minutes.
      prepare: (page) => page.route("**/api/changes*", (route) => route.abort()),
    }),
    newPerson(browser, "bob"),
  ]);
  const lookUp = /\/api\/people\/bob/;
  await alice.page.route(lookUp, (route) => route.abort());
  await visit(alice, `/call/${bob.username}`);
  await expect(alice.page.getByRole("heading", { level: 1 })).toHaveText(
    "That person could not be looked up.",
  );
  await alice.page.unroute(lookUp);
  await button(alice.page, "Try again").click();
  await expect(alice.page.getByRole("heading", { level: 1 })).toHaveText(bob.displayName);
  await alice.page.route(lookUp, (route) => route.abort());
  await expect(alice.page.getByText("This could not be refreshed.", { exact: false })).toBeVisible();
});

test("a call link leads through sign-in to a call to its person", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  const origin = new URL(alice.page.url()).origin;
  // A page that stays open would request the people list again and get 401.
  await alice.page.goto("about:blank");
  await alice.context.clearCookies();
  await alice.page.goto(`${origin}/call/${bob.username}`);
  await expect(alice.page).toHaveURL(/\/sign-in/);
  await expect(alice.page.getByText(`Sign in to call @${bob.username}`)).toBeVisible();
  await alice.page.getByRole("textbox", { name: "Username" }).fill(alice.username);
  await alice.page.getByRole("textbox", { name: "Password" }).fill(alice.password);
  await button(alice.page, "Sign in").click();
  await expect(alice.page).toHaveURL(new RegExp(`/call/${bob.username}`));
  await expectStatus(alice.page, "Ready");
  await button(alice.page, `Call ${bob.displayName}`).click();
  await expect(incoming(bob.page)).toContainText(alice.displayName);
});

test("a call link to an unknown username says that nobody has it", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { expectedErrors: [/404/] });
  await alice.page.goto(`${new URL(alice.page.url()).origin}/call/nobody_has_this_name`);
  await expect(alice.page.getByText("Nobody has the username", { exact: false })).toBeVisible();
});
