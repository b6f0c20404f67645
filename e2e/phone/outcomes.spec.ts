import { anotherDevice, newPerson } from "../support/people";
import { button, call, connect, expectStatus, findPerson, incoming, ring, visit } from "../support/phone";
import { expect, test } from "../support/test";

test("declined: the caller is told so", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await ring(alice, bob);
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expect(incoming(bob.page)).toBeHidden();
  await expectStatus(alice.page, "Ended: declined");
  await expectStatus(bob.page, "Ended: declined");
});

test("no answer: both sides say so when the ringing time is over", async ({ browser }) => {
  test.setTimeout(120_000);
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await ring(alice, bob);
  await expectStatus(alice.page, "Ended: no answer", 60_000);
  await expect(incoming(bob.page)).toBeHidden();
  await expectStatus(bob.page, "Ended: no answer");
});

test("canceled: the caller hangs up while it rings, and it stops ringing at once", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await ring(alice, bob);
  await button(alice.page, "Hang up").click();
  await expect(incoming(bob.page)).toBeHidden({ timeout: 5_000 });
  await expectStatus(alice.page, "Ended: canceled");
  await expectStatus(bob.page, "Ended: canceled");
});

test("offline: a person who is not here is not rung, and finds a missed call later", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(bob.page, "Ready");
  await bob.page.close();
  await expectStatus(alice.page, "Ready");
  await findPerson(alice.page, bob);
  const row = alice.page.getByRole("listitem").filter({ hasText: bob.displayName });
  await expect(row).toContainText("Away", { timeout: 10_000 });
  await call(alice, bob);
  await expectStatus(alice.page, "Ended: offline");

  const back = await anotherDevice(browser, bob);
  await visit(back, "/history");
  const missed = back.page.getByRole("listitem").filter({ hasText: alice.displayName });
  await expect(missed).toContainText("Missed");
});

test("of two devices, the second stops ringing when the first answers", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const tablet = await anotherDevice(browser, bob);
  await expectStatus(tablet.page, "Ready");
  await ring(alice, bob);
  await expect(incoming(tablet.page)).toBeVisible();
  await incoming(tablet.page).getByRole("button", { name: "Answer", exact: true }).click();
  await expect(incoming(bob.page)).toBeHidden({ timeout: 5_000 });
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(tablet.page, "In call")]);
  await expectStatus(bob.page, "Ended: answered on another device");
});

test("presence: others see a person come and go within five seconds", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await findPerson(alice.page, bob);
  const row = alice.page.getByRole("listitem").filter({ hasText: bob.displayName });
  await expectStatus(bob.page, "Ready");
  await expect(row).toContainText("Here", { timeout: 5_000 });
  await bob.page.close();
  await expect(row).toContainText("Away", { timeout: 5_000 });
});

test("a person in a call is seen to be in one", async ({ browser }) => {
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
