import { anotherDevice, newPerson } from "../support/people";
import { button, call, connect, expectStatus, findPerson, incoming, ring, visit } from "../support/phone";
import { expect, test } from "../support/test";

test("the caller is told that the callee declined", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await ring(alice, bob);
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expect(incoming(bob.page)).toBeHidden();
  await expectStatus(alice.page, "Ended: declined");
  await expectStatus(bob.page, "Ended: declined");
});

test("both sides show no answer when the ringing time is over", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await ring(alice, bob);
  await expectStatus(alice.page, "Ended: no answer", 60_000);
  await expect(incoming(bob.page)).toBeHidden();
  await expectStatus(bob.page, "Ended: no answer");
});

test("ringing stops at once when the caller hangs up", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await ring(alice, bob);
  await button(alice.page, "Hang up").click();
  await expect(incoming(bob.page)).toBeHidden();
  await expectStatus(alice.page, "Ended: canceled");
  await expectStatus(bob.page, "Ended: canceled");
});

test("the caller is told that the callee is offline, and the callee finds a missed call later", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(bob.page, "Ready");
  await bob.page.close();
  await expectStatus(alice.page, "Ready");
  await findPerson(alice.page, bob);
  const row = alice.page.getByRole("listitem").filter({ hasText: bob.displayName });
  await expect(row).toContainText("Away");
  await call(alice, bob);
  await expectStatus(alice.page, "Ended: offline");

  const back = await anotherDevice(browser, bob);
  await visit(back, "/history");
  const missed = back.page.getByRole("listitem").filter({ hasText: alice.displayName });
  await expect(missed).toContainText("Missed");
});

test("the second of two devices stops ringing when the first answers", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const tablet = await anotherDevice(browser, bob);
  await expectStatus(tablet.page, "Ready");
  await ring(alice, bob);
  await expect(incoming(tablet.page)).toBeVisible();
  await incoming(tablet.page).getByRole("button", { name: "Answer", exact: true }).click();
  await expect(incoming(bob.page)).toBeHidden();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(tablet.page, "In call")]);
  await expectStatus(bob.page, "Ended: answered on another device");
});

test("other people see a person come and go", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await findPerson(alice.page, bob);
  const row = alice.page.getByRole("listitem").filter({ hasText: bob.displayName });
  await expectStatus(bob.page, "Ready");
  await expect(row).toContainText("Here");
  await bob.page.close();
  await expect(row).toContainText("Away");
});

test("other people see that a person is in a call", async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob"),
    newPerson(browser, "carol"),
  ]);
  await connect(alice, bob);
  await findPerson(carol.page, bob);
  await expect(carol.page.getByRole("listitem").filter({ hasText: bob.displayName })).toContainText(
    "In a call",
  );
});
