import type { Page } from "@playwright/test";
import {
  desktopDark,
  desktopLight,
  expectAccessible,
  longName,
  phoneDark,
  phoneLight,
} from "../support/access";
import { installMicrophones, plug, unplug } from "../support/microphones";
import { anotherTab, appUrl, newBrowserOf, newPerson, type PersonOptions } from "../support/people";
import { button, call, connect, expectStatus, findPerson, incoming, ring, visit } from "../support/phone";
import { expect, test } from "../support/test";

const looks: [string, PersonOptions][] = [
  ["on a desktop, light", desktopLight],
  ["on a phone, dark", phoneDark],
  ["on a desktop, dark, in Japanese", { ...desktopDark, locale: "ja-JP" }],
  ["on a phone, light, in Japanese", { ...phoneLight, locale: "ja-JP" }],
];

for (const [look, options] of looks) {
  test(`every page is accessible ${look}`, async ({ browser }) => {
    const visitor = await newBrowserOf(browser, options);
    for (const path of ["/sign-in", "/sign-up", "/recover"]) {
      await visitor.page.goto(`${appUrl()}${path}`);
      await expectAccessible(visitor.page, path);
    }
    const alice = await newPerson(browser, "alice", options);
    const long = await newPerson(browser, "long", { displayName: longName });
    for (const path of ["/", "/history", "/settings", "/diagnostics", `/call/${long.username}`]) {
      await alice.page.goto(`${appUrl()}${path}`);
      await expect(alice.page.getByRole("heading", { level: 1 }).first()).toBeAttached();
      // Buttons change their colours once the phone is ready.
      await expect(alice.page.getByRole("status").first()).toHaveText(/^(Ready|待機中)/);
      await expectAccessible(alice.page, path);
    }
  });
}

for (const [look, options] of looks.slice(0, 2)) {
  test(`every state of a call is accessible ${look}`, async ({ browser }) => {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", options),
      newPerson(browser, "bob", {
        ...options,
        displayName: longName,
      }),
    ]);
    await ring(alice, bob);
    await expectStatus(alice.page, "Ringing");
    await expectAccessible(alice.page, "ringing");
    await expectAccessible(bob.page, "incoming");
    await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
    await expectStatus(alice.page, "In call");
    await expectAccessible(alice.page, "in call");
    for (const [name, what] of [
      [/^Quality/, "quality"],
      ["Audio", "audio"],
      ["Keypad", "keypad"],
    ] as const) {
      await alice.page.getByRole("button", { name }).click();
      await expectAccessible(alice.page, what);
      await alice.page.keyboard.press("Escape");
    }
    const carol = await newPerson(browser, "carol");
    await expectStatus(carol.page, "Ready");
    await call(carol, alice);
    await expect(incoming(alice.page)).toBeVisible();
    await expectAccessible(alice.page, "a second call");
    await incoming(alice.page).getByRole("button", { name: "Decline", exact: true }).click();
    await button(alice.page, "Hang up").click();
    await expectStatus(alice.page, "Ended: completed");
    await expectAccessible(alice.page, "ended");
  });
}

for (const [look, options] of looks.slice(0, 2)) {
  test(`every state without a call is accessible ${look}`, async ({ browser }) => {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", {
        ...options,
        prepare: (page) => installMicrophones(page, ["Headset"]),
        expectedErrors: [/ERR_INTERNET_DISCONNECTED/, /WebSocket/i],
      }),
      newPerson(browser, "bob"),
    ]);
    await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
    await unplug(alice.page, "Headset");
    await call(alice, bob);
    await expectStatus(alice.page, "Ready, but");
    await expectAccessible(alice.page, "failed");
    await plug(alice.page, "Headset");

    const second = await anotherTab(alice);
    await expectStatus(second, "Offline here");
    await expectAccessible(second, "elsewhere");
    await ring(bob, alice);
    await expectStatus(second, `Offline here, ${bob.displayName} is calling`);
    await expectAccessible(second, "elsewhere, rings");
    await incoming(alice.page).getByRole("button", { name: "Answer", exact: true }).click();
    await expectStatus(alice.page, "In call");
    await button(second, "Use here").filter({ visible: true }).click();
    await expect(second.getByText("There is a call in that tab").filter({ visible: true })).toBeVisible();
    await expectAccessible(second, "elsewhere, in a call");
    await second.close();
    await button(alice.page, "Hang up").click();
    await expectStatus(alice.page, "Ended: completed");

    await button(alice.page, "Done").click();
    await alice.context.setOffline(true);
    await expectStatus(alice.page, "Offline", 20_000);
    await expectAccessible(alice.page, "offline");
    await alice.context.setOffline(false);
    await expectStatus(alice.page, "Ready", 25_000);
  });

  test(`menus, questions and full lists are accessible ${look}`, async ({ browser }) => {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", { ...options, expectedErrors: [/404/] }),
      newPerson(browser, "bob"),
    ]);
    await ring(alice, bob);
    await button(alice.page, "Hang up").click();
    await expectStatus(alice.page, "Ended: canceled");
    await visit(alice, "/history");
    await expectAccessible(alice.page, "/history with a call");
    for (const [menu, what] of [
      [/^Account/, "account menu"],
      [/^Options for/, "menu of a call"],
    ] as const) {
      await alice.page.getByRole("button", { name: menu }).click();
      await expect(alice.page.getByRole("menu")).toBeVisible();
      await expectAccessible(alice.page, what);
      await alice.page.keyboard.press("Escape");
    }
    await alice.page.getByRole("button", { name: /^Options for/ }).click();
    await alice.page.getByRole("menuitem", { name: /^Block/ }).click();
    await expect(alice.page.getByRole("alertdialog")).toBeVisible();
    await expectAccessible(alice.page, "question");
    await alice.page.getByRole("alertdialog").getByRole("button", { name: "Block", exact: true }).click();
    await visit(alice, "/settings");
    await expect(button(alice.page, `Unblock ${bob.displayName}`)).toBeVisible();
    await expectAccessible(alice.page, "/settings with a block");
    await alice.page.goto(`${appUrl()}/nowhere`);
    await expectAccessible(alice.page, "not found");
  });
}

test("a call can be made, answered and ended with the keyboard alone", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await findPerson(alice.page, bob);
  await tabTo(alice.page, `Call ${bob.displayName}`);
  await alice.page.keyboard.press("Enter");
  // The dialog has the focus and no button has it: a key typed a moment too late neither answers nor declines.
  await expect(incoming(bob.page)).toBeFocused();
  await bob.page.keyboard.press("Space");
  await bob.page.keyboard.press("Enter");
  await expect(incoming(bob.page)).toBeFocused();
  await bob.page.keyboard.press("Tab");
  await bob.page.keyboard.press("Tab");
  await expect(button(bob.page, "Answer")).toBeFocused();
  await bob.page.keyboard.press("Enter");
  await expectStatus(alice.page, "In call");
  // The focus moved to the call, whose buttons come next.
  await expect(bob.page.locator("[data-phone]:focus")).toBeAttached();
  await tabTo(bob.page, "Hang up");
  await bob.page.keyboard.press("Enter");
  await expectStatus(alice.page, "Ended: completed");
});

/** Presses Tab until the element named `name` has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = page.locator("*:focus");
    if ((await focused.count()) > 0 && (await button(page, name).and(focused).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached "${name}".`);
}

test("a Japanese browser gets Japanese pages, and the language can be switched", async ({ browser }) => {
  const visitor = await newBrowserOf(browser, { locale: "ja-JP" });
  await visitor.page.goto(`${appUrl()}/sign-in`);
  await expect(visitor.page.locator("html")).toHaveAttribute("lang", "ja");
  await expect(visitor.page.getByRole("heading", { level: 1 })).toHaveText(/[ぁ-んァ-ン一-龯]/);
  await visitor.page.getByRole("combobox", { name: "言語" }).selectOption("en");
  await expect(visitor.page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await visitor.page.getByRole("link", { name: "Create an account" }).click();
  await expect(visitor.page.getByRole("heading", { level: 1 })).toHaveText("Create your account");
});

test("an incoming call names its caller and does not take the focus from a text field", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(bob.page, "Ready");
  const search = bob.page.getByRole("searchbox", { name: "Find people" });
  await search.fill("typing");
  await expectStatus(alice.page, "Ready");
  await call(alice, bob);
  await expect(incoming(bob.page)).toBeVisible();
  await bob.page.keyboard.press("Enter");
  await bob.page.keyboard.press("Space");
  // Both keys went to the search box; neither answered or declined.
  await expect(incoming(bob.page)).toBeVisible();
  await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(bob.page, "In call");
});

test("a call goes on while one side visits other pages", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  await alice.page
    .getByRole("link", { name: /History/ })
    .first()
    .click();
  await expect(alice.page).toHaveURL(/\/history/);
  await expectStatus(alice.page, "In call");
  await button(alice.page, "Hang up").first().click();
  await expectStatus(bob.page, "Ended: completed");
});
