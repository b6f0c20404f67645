import { anotherTab, newPerson } from "../support/people";
import { button, call, connect, expectStatus, incoming, phoneStatus } from "../support/phone";
import { expect, test } from "../support/test";

test("one tab has the phone; another says so and can take it over", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(alice.page, "Ready");
  const second = await anotherTab(alice);
  await expectStatus(second, "Offline");
  await button(second, "Use here").click();
  await expectStatus(second, "Ready");
  await expectStatus(alice.page, "Offline");
  await expect(button(alice.page, "Use here")).toBeVisible();

  await expectStatus(bob.page, "Ready");
  await call(bob, alice);
  await expect(incoming(second)).toBeVisible();
  await expect(incoming(alice.page)).toBeHidden();
});

test("another tab takes over by itself when the tab with the phone closes", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  await expectStatus(alice.page, "Ready");
  const second = await anotherTab(alice);
  await expectStatus(second, "Offline");
  await alice.page.close();
  await expectStatus(second, "Ready");
});

test("the phone can be taken to another tab while it rings", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(alice.page, "Ready");
  const second = await anotherTab(alice);
  await expectStatus(second, "Offline");
  await expectStatus(bob.page, "Ready");
  await call(bob, alice);
  await expect(incoming(alice.page)).toBeVisible();
  // Every other tab says who is calling, even one that is opened only now.
  const third = await anotherTab(alice);
  for (const page of [second, third]) {
    await expectStatus(page, `Offline here, ${bob.displayName} is calling in another tab`);
    await expect(page.getByRole("heading", { name: `${bob.displayName} is calling` })).toBeVisible();
  }
  await button(second, "Use here").click();
  await expect(incoming(second)).toBeVisible();
  await incoming(second).getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(bob.page, "In call");
  await expectStatus(second, "In call");
  for (const page of [alice.page, third]) await expectStatus(page, "Offline here, open in another tab");
});

test("a tab keeps its call until another tab asks twice for the phone", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(alice.page, "Ready");
  const second = await anotherTab(alice);
  await expectStatus(second, "Offline");
  await connect(alice, bob);
  await button(second, "Use here").click();
  await expect(second.getByText("Using the phone here ends it").filter({ visible: true })).toBeVisible();
  await expectStatus(second, "Offline here, in a call");
  // The second click of a double click lands on the new button and must do nothing.
  const endAndUse = button(second, "End that call and use here");
  await endAndUse.hover();
  await second.mouse.down({ clickCount: 2 });
  await second.mouse.up({ clickCount: 2 });
  await expect(endAndUse).toBeVisible();
  await expectStatus(alice.page, "In call");
  await expectStatus(bob.page, "In call");

  await endAndUse.click();
  await expectStatus(bob.page, "Ended: completed");
  await expectStatus(second, "Ready");
  await expectStatus(alice.page, "Offline here");
});

test("closing the page in a call asks first, and leaving it ends the call for the other side", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  // Browsers show the question only on a page with user activation.
  await phoneStatus(alice.page).click();
  const asked = alice.page.waitForEvent("dialog");
  const closing = alice.page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
  await closing;
  await expectStatus(bob.page, "Ended: completed", 10_000);
});

test("a reloaded page is ready again by itself", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  await expectStatus(alice.page, "Ready");
  await alice.page.reload();
  await expectStatus(alice.page, "Ready");
});

test("the phone says that it is off the network, and is ready again by itself once it is back", async ({
  browser,
}) => {
  const alice = await newPerson(browser, "alice", {
    expectedErrors: [/ERR_INTERNET_DISCONNECTED/, /WebSocket/i],
  });
  await expectStatus(alice.page, "Ready");
  await alice.context.setOffline(true);
  await expectStatus(alice.page, "Offline", 20_000);
  await alice.context.setOffline(false);
  await expectStatus(alice.page, "Ready", 25_000);
});
