import { newPerson } from "../support/people";
import { button, connect, expectStatus, levelOf, visit } from "../support/phone";
import { heard, listenToSounds, powerOf, sounding } from "../support/sounds";
import { expect, test } from "../support/test";

test("other people see a new display name", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await visit(alice, "/settings");
  await alice.page.getByRole("textbox", { name: "Display name" }).fill("Alice the Second");
  await button(alice.page, "Save").click();
  await expect(alice.page.getByText("Saved").first()).toBeVisible();
  await bob.page.getByRole("searchbox", { name: "Find people" }).fill(alice.username);
  await expect(button(bob.page, "Call Alice the Second")).toBeVisible();

  const name = alice.page.getByRole("textbox", { name: "Display name" });
  await name.fill("Anonymous");
  await button(alice.page, "Save").click();
  await expect(name).toHaveAccessibleDescription(/That name is reserved/);
  await expect(name).toBeFocused();
  await alice.page.reload();
  await expect(name).toHaveValue("Alice the Second");
});

test("a person who knows the current password can change it", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  await visit(alice, "/settings");
  const password = `new-${alice.password}`;
  await alice.page.getByLabel("Current password", { exact: true }).fill(alice.password);
  await alice.page.getByLabel("New password", { exact: true }).fill(password);
  await button(alice.page, "Change password").click();
  await expect(alice.page.getByText("Your password is changed").first()).toBeVisible();
  // This device stays signed in.
  await visit(alice, "/");
  await expectStatus(alice.page, "Ready");
});

test("the language can be switched, during a call too, and is remembered", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await connect(alice, bob);
  await alice.page.getByRole("link", { name: "Settings" }).first().click();
  await alice.page.getByRole("combobox", { name: "Language" }).selectOption("ja");
  await expect(alice.page.locator("html")).toHaveAttribute("lang", "ja");
  await expect(alice.page.getByRole("heading", { level: 1 })).toHaveText("設定");
  await expectStatus(bob.page, "In call");
  await alice.page.getByRole("combobox", { name: "言語" }).selectOption("en");
  await expect(alice.page.getByRole("heading", { level: 1 })).toHaveText("Settings");
});

test("a failed change of language leaves the page and the focus unchanged", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", {
    expectedErrors: [/ERR_INTERNET_DISCONNECTED/, /WebSocket/i],
  });
  await visit(alice, "/settings");
  const language = alice.page.getByRole("combobox", { name: "Language" });
  await language.focus();
  await alice.context.setOffline(true);
  await language.selectOption("ja");
  await expect(
    alice.page.getByText("The server does not answer. Check your connection.").first(),
  ).toBeVisible();
  await expect(alice.page.getByRole("heading", { level: 1 })).toHaveText("Settings");
  await expect(language).toBeFocused();
  await expect(language).toHaveValue("en");
});

test("devices are listed and can be tested, and the microphone shows its level", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", { prepare: listenToSounds });
  await expectStatus(alice.page, "Ready");
  await visit(alice, "/settings");
  for (const [test, sound] of [
    ["Test speaker", "voice"],
    ["Test ringtone", "ringtone"],
  ] as const) {
    // The test sound is short, so play it again until it is heard.
    await expect(async () => {
      await button(alice.page, test).click();
      await expect
        .poll(() => sounding(alice.page), { timeout: 1_500 })
        .toContainEqual(expect.objectContaining({ name: sound }));
      expect(await powerOf(alice.page, sound)).toBeGreaterThan(heard);
    }).toPass();
  }
  const microphone = alice.page.getByRole("combobox", { name: "Microphone" });
  await button(alice.page, "Check microphone").click();
  await expect(microphone.locator("option").filter({ hasText: /Fake/ }).first()).toBeAttached();
  const level = alice.page.getByRole("meter", { name: "Microphone level" });
  // The fake microphone beeps briefly, once a second.
  await expect.poll(() => levelOf(level), { intervals: [50] }).toBeGreaterThan(0);
});

test("Diagnostics passes every check, draws the quality, and its report contains no secret", async ({
  browser,
}) => {
  // The SDK's preflight always fetches Twilio's own sounds; it goes on without them when it cannot.
  const alice = await newPerson(browser, "alice", { expectedErrors: [/sdk\.twilio\.com/] });
  await alice.context.grantPermissions(["microphone", "clipboard-read", "clipboard-write"]);
  await expectStatus(alice.page, "Ready");
  await visit(alice, "/diagnostics");
  await expectStatus(alice.page, "Ready");
  await button(alice.page, "Run checks").click();
  await expect(alice.page.getByRole("img", { name: /Quality over time/ })).toBeVisible({ timeout: 60_000 });
  await expect(alice.page.getByText("Everything works. You are ready to call.")).toBeVisible({
    timeout: 90_000,
  });
  await button(alice.page, "Copy report").click();
  await expect(alice.page.getByText("The report is copied")).toBeVisible();
  const report = await alice.page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain("Browser Phone diagnostics");
  expect(report).toMatch(/media: passed/);
  expect(report).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
  expect(report).not.toContain(alice.username);
});
