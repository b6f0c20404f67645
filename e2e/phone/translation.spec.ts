import type { Page } from "@playwright/test";
import { phoneLight } from "../support/access";
import { newPerson, type PersonOptions } from "../support/people";
import { button, call, connect, expectStatus, incoming, ring } from "../support/phone";
import { expect, test } from "../support/test";
import { translate, translated } from "../support/translator";

const looks: [string, PersonOptions][] = [
  ["a desktop", {}],
  ["a phone", phoneLight],
];

/** Presses the button that is on the screen. One that a page which is being left still shows is looked for again. */
async function press(page: Page, name: string): Promise<void> {
  const visible = button(page, name).filter({ visible: true });
  await expect(() => visible.click({ timeout: 2_000 })).toPass();
}

for (const [look, options] of looks) {
  test(`on ${look} a translated page dials, is answered, shows other pages and hangs up`, async ({
    browser,
  }) => {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", { ...options, prepare: translate }),
      newPerson(browser, "bob", { ...options, prepare: translate }),
    ]);
    await connect(alice, bob);
    expect(await translated(alice.page)).toBeGreaterThan(5);
    for (const page of ["History", "Settings", "Diagnostics", "Phone", "History"]) {
      await alice.page.getByRole("link", { name: page, exact: true }).first().click();
      await expectStatus(alice.page, "In call");
      await expect(alice.page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    }
    for (const person of [alice, bob]) {
      await press(person.page, "Mute");
      await press(person.page, "Unmute");
    }
    await button(alice.page, "Hang up").filter({ visible: true }).click();
    await Promise.all([
      expectStatus(alice.page, "Ended: completed"),
      expectStatus(bob.page, "Ended: completed"),
    ]);
    // The row of that call appears, and its texts change, on a page that is translated already.
    await expect(alice.page.getByRole("listitem").filter({ hasText: bob.displayName })).toContainText(
      "completed",
    );
    await expect(alice.page.getByText("Something went wrong")).toHaveCount(0);
  });
}

test("a translated phone shows a declined, a missed and a waiting call", async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice", { prepare: translate }),
    newPerson(browser, "bob", { prepare: translate }),
    newPerson(browser, "carol", { prepare: translate }),
  ]);
  await ring(alice, bob);
  await incoming(bob.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(alice.page, "Ended: declined");
  await button(alice.page, "Done").click();
  await button(bob.page, "Done").click();
  await connect(alice, bob);
  await expectStatus(carol.page, "Ready");
  await call(carol, alice);
  await expect(incoming(alice.page)).toBeVisible();
  await button(alice.page, "Keypad").click();
  await button(alice.page, "Tone 5").click();
  await button(alice.page, "Audio").click();
  await incoming(alice.page).getByRole("button", { name: "End and answer", exact: true }).click();
  await expectStatus(alice.page, "In call");
  await expectStatus(carol.page, "In call");
  await expectStatus(bob.page, "Ended: completed");
  await button(carol.page, "Hang up").click();
  await expectStatus(alice.page, "Ended: completed");
});
