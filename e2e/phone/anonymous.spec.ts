import { newPerson } from "../support/people";
import { call, expectStatus, incoming } from "../support/phone";
import { expect, test } from "../support/test";

test("the setting for anonymous calls hides the caller's name, and only while it is on", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  const toPage = (name: string) => alice.page.getByRole("link", { name, exact: true }).first().click();
  const anonymously = alice.page.getByRole("switch", { name: "Call anonymously" });
  const decline = incoming(bob.page).getByRole("button", { name: "Decline", exact: true });

  await toPage("Settings");
  await anonymously.click();
  await expect(anonymously).toBeChecked();
  await toPage("Phone");
  await call(alice, bob);
  await expect(incoming(bob.page)).toContainText("Anonymous");
  await expect(incoming(bob.page)).not.toContainText(alice.displayName);
  await expect(alice.page.getByText("Calling anonymously")).toBeVisible();
  await decline.click();
  await expectStatus(alice.page, "Ended: declined");

  await toPage("Settings");
  await anonymously.click();
  await expect(anonymously).not.toBeChecked();
  await toPage("Phone");
  await call(alice, bob);
  await expect(incoming(bob.page)).toContainText(alice.displayName);
});
