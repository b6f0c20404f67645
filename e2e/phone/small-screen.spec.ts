import { phoneDark } from "../support/access";
import { audible, loudness } from "../support/audio";
import { installMicrophones, speak } from "../support/microphones";
import { newPerson, type Person } from "../support/people";
import { button, call, connect, expectStatus, incoming, ring } from "../support/phone";
import { expect, test } from "../support/test";

async function open({ page }: Person, place: "Phone" | "History"): Promise<void> {
  const link = page.getByRole("navigation").getByRole("link", { name: place });
  await link.click();
  await expect(link).toHaveAttribute("aria-current", "page");
}

const people = ({ page }: Person) => page.getByRole("searchbox", { name: "Find people" });

test("a bar shows the call on other pages of a small screen, with its hints and its outcome", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", {
      ...phoneDark,
      prepare: (page) => installMicrophones(page, ["Headset"]),
    }),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await expect(people(alice)).toBeHidden();
  await open(alice, "History");
  const bar = alice.page.getByRole("region", { name: "Current call" });
  await expect(bar).toContainText(bob.displayName);
  await expect(bar.getByRole("timer")).toBeVisible();

  await bar.getByRole("button", { name: "Mute" }).click();
  await speak(alice.page, "Headset", 1);
  await button(alice.page, "Unmute now").click();
  await expect(bar.getByRole("button", { name: "Mute" })).toBeVisible();
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);

  await bar.getByRole("button", { name: "Hang up" }).focus();
  await alice.page.keyboard.press("Enter");
  await expectStatus(bob.page, "Ended: completed");
  await expect(bar).toContainText("Call ended");
  // The focus did not fall back to the top of the page when its button disappeared.
  await expect(alice.page.locator("main:focus")).toBeAttached();
  // The outcome was seen here, so it does not replace the people list later.
  await open(alice, "Phone");
  await expect(people(alice)).toBeVisible();
});

test("an incoming call keeps the focus on a small screen, and the rest is reachable once it is over", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice", phoneDark), newPerson(browser, "bob")]);
  await ring(bob, alice);
  for (let presses = 0; presses < 6; presses += 1) {
    await alice.page.keyboard.press("Tab");
    const outside = alice.page.locator("header *:focus, nav *:focus");
    await expect(outside).toHaveCount(0);
  }
  await incoming(alice.page).getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(alice.page, "Ended: declined");
  await open(alice, "History");
  await open(alice, "Phone");
  await expect(people(alice)).toBeVisible();
  await call(alice, bob);
  await expect(incoming(bob.page)).toBeVisible();
});

test("both buttons of an incoming call and the whole account menu are reachable in a low window", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { viewport: { width: 640, height: 330 } }),
    newPerson(browser, "bob"),
  ]);
  await ring(bob, alice);
  const choices = incoming(alice.page).getByRole("button");
  for (const choice of await choices.all()) await expect(choice).toBeInViewport({ ratio: 1 });
  await choices.filter({ hasText: "Decline" }).click();
  await expectStatus(bob.page, "Ended: declined");
  await alice.page.getByRole("button", { name: /^Account/ }).click();
  const signOut = alice.page.getByRole("menuitem", { name: "Sign out" });
  await signOut.scrollIntoViewIfNeeded();
  // Playwright clicks only what nothing covers.
  await signOut.click();
  await expect(alice.page).toHaveURL(/\/sign-in/);
});
