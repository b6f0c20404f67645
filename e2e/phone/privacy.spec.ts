import type { Locator } from "@playwright/test";
import { anotherDevice, newPerson, type Person } from "../support/people";
import { call, expectStatus, findPerson, incoming, ring, visit } from "../support/phone";
import { tokenOf } from "../support/raw-device";
import { expect, test } from "../support/test";

const row = (one: Person, name: string): Locator => one.page.getByRole("listitem").filter({ hasText: name });

async function chooseOption(one: Person, options: string, item: string): Promise<void> {
  await one.page.getByRole("button", { name: options }).first().click();
  await one.page.getByRole("menuitem", { name: item }).click();
}

test("an anonymous call shows neither name nor id, and the callee can still block its caller", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  const frames: string[] = [];
  // Collects the signalling of pages opened from here on: what Bob's browser learns about the caller.
  bob.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => frames.push(String(payload))),
  );
  await bob.page.reload();
  await expectStatus(bob.page, "Ready");
  const { identity } = await tokenOf(alice.context.request, new URL(alice.page.url()).origin);
  // The person, and the session of her device.
  const aliceIds = [identity, identity.split("_")[1], identity.split("_")[2]];

  await findPerson(alice.page, bob);
  await chooseOption(alice, `Options for ${bob.displayName}`, "Call anonymously");
  await expect(incoming(bob.page)).toContainText("Anonymous");
  await expect(incoming(bob.page)).not.toContainText(alice.displayName);
  const invite = frames.find((frame) => frame.includes('"invite"'));
  expect(invite).toContain("client:anonymous");
  for (const trace of [...aliceIds, alice.username, alice.displayName])
    expect(frames.join("\n")).not.toContain(trace);
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(alice.page, "Ended: declined");

  await visit(bob, "/history");
  await chooseOption(bob, "Options for the call with", "Block this caller");
  await bob.page.getByRole("alertdialog").getByRole("button", { name: "Block", exact: true }).click();
  await expect(bob.page.getByText("The caller is blocked")).toBeVisible();
  await visit(alice, "/");
  await expectStatus(alice.page, "Ready");
  await call(alice, bob);
  await expectStatus(alice.page, "Ended: offline");
  await expect(incoming(bob.page)).toBeHidden();

  await visit(bob, "/settings");
  await bob.page.getByRole("button", { name: "Unblock An anonymous caller" }).click();
  await expect(bob.page.getByText("Nobody is blocked.")).toBeVisible();
  await call(alice, bob);
  await expect(incoming(bob.page)).toContainText(alice.displayName);
  // A call by name does not tell her ids either.
  expect(frames.join("\n")).toContain(`client:${alice.username}`);
  for (const id of aliceIds) expect(frames.join("\n")).not.toContain(id);
});

test("a blocked person sees me offline and cannot ring me, until I unblock them", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await findPerson(bob.page, alice);
  await chooseOption(bob, `Options for ${alice.displayName}`, "Block");
  await bob.page.getByRole("alertdialog").getByRole("button", { name: "Block", exact: true }).click();
  await findPerson(alice.page, bob);
  await expect(row(alice, bob.displayName)).toContainText("Away");
  await call(alice, bob);
  await expectStatus(alice.page, "Ended: offline");
  await expect(incoming(bob.page)).toBeHidden();

  await visit(bob, "/settings");
  await bob.page.getByRole("button", { name: `Unblock ${alice.displayName}` }).click();
  await expect(bob.page.getByText("Nobody is blocked.")).toBeVisible();
  await expectStatus(bob.page, "Ready");
  await call(alice, bob);
  await expect(incoming(bob.page)).toContainText(alice.displayName);
});

test("only people I have called or allowed can ring me if I choose known people", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await visit(bob, "/settings");
  const policy = bob.page.getByRole("combobox", { name: "Calls may come from" });
  await policy.selectOption("known");
  // The control shows what the server has stored.
  await expect(policy).toHaveValue("known");
  await expectStatus(bob.page, "Ready");
  await call(alice, bob);
  await expectStatus(alice.page, "Ended: offline");
  await expect(incoming(bob.page)).toBeHidden();

  await visit(bob, "/");
  await findPerson(bob.page, alice);
  await bob.page.getByRole("button", { name: `Options for ${alice.displayName}` }).click();
  await bob.page.getByRole("menuitemcheckbox", { name: "Always allow to ring me" }).click();
  await expect(bob.page.getByText(`${alice.displayName} may always ring you`)).toBeVisible();
  await expectStatus(bob.page, "Ready");
  await call(alice, bob);
  await expect(incoming(bob.page)).toBeVisible();
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(alice.page, "Ended: declined");

  await visit(bob, "/settings");
  await bob.page.getByRole("button", { name: `Remove ${alice.displayName}` }).click();
  await expect(bob.page.getByRole("region", { name: "People always allowed" })).toContainText("Nobody yet.");
  await call(alice, bob);
  await expectStatus(alice.page, "Ended: offline");
});

test("a person I have called can ring me when only known people may", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const data = { callPolicy: "known" };
  const asked = await bob.context.request.patch(new URL("/api/me", bob.page.url()).href, { data });
  expect(asked.status()).toBe(200);
  await ring(bob, alice);
  await incoming(alice.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(bob.page, "Ended: declined");
  await call(alice, bob);
  await expect(incoming(bob.page)).toContainText(alice.displayName);
});

test("signing out everywhere signs out every device", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { expectedErrors: [/401/] });
  const tablet = await anotherDevice(browser, alice, { expectedErrors: [/401/] });
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(tablet.page, "Ready")]);
  await visit(alice, "/settings");
  await alice.page.getByRole("button", { name: "Sign out everywhere" }).click();
  await alice.page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(alice.page).toHaveURL(/\/sign-in/);
  // The page on the other device notices by itself.
  await expectStatus(tablet.page, "Offline", 20_000);
  await expect(tablet.page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
  await tablet.page.reload();
  await expect(tablet.page).toHaveURL(/\/sign-in/);
});
