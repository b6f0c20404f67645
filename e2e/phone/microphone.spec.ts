import { type Browser, chromium } from "@playwright/test";
import { audible, loudness } from "../support/audio";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { installMicrophones, plug, unplug } from "../support/microphones";
import { newPerson, type Person } from "../support/people";
import { button, call, expectStatus, incoming, ring } from "../support/phone";
import { expect, test } from "../support/test";

let asking: Browser;

// A browser that asks for the microphone, as usual; the browser of other tests allows it without asking.
test.beforeAll(async () => {
  asking = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArgs.filter((flag) => flag !== "--use-fake-ui-for-media-stream"),
  });
});

test.afterAll(() => asking.close());

/** Denies the microphone: once a context has any permission granted, all others are denied. */
async function denyMicrophone({ context }: Person): Promise<void> {
  await context.clearPermissions();
  await context.grantPermissions(["notifications"]);
}

const allowMicrophone = (person: Person) => person.context.grantPermissions(["microphone"]);

test("a caller who has not allowed the microphone is told how to, and no phone rings", async () => {
  const [alice, bob] = await Promise.all([newPerson(asking, "alice"), newPerson(asking, "bob")]);
  await denyMicrophone(alice);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await call(alice, bob);
  await expectStatus(alice.page, "Ready, but your last call could not start");
  await expect(alice.page.getByRole("heading", { name: "The microphone is not allowed" })).toBeVisible();
  await expect(
    alice.page.getByText("allow the microphone, then try again").filter({ visible: true }),
  ).toBeVisible();
  await expect(incoming(bob.page)).toBeHidden();
  await expectStatus(bob.page, "Ready");

  await allowMicrophone(alice);
  await button(alice.page, "Try again").click();
  await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(alice.page, "In call");
  expect(await loudness(bob.page)).toBeGreaterThan(audible);
});

test("a ringing call survives a refused microphone and can be answered once it is allowed", async () => {
  const [alice, bob] = await Promise.all([newPerson(asking, "alice"), newPerson(asking, "bob")]);
  await denyMicrophone(bob);
  await ring(alice, bob);
  const answer = incoming(bob.page).getByRole("button", { name: "Answer", exact: true });
  await answer.click();
  await expect(incoming(bob.page)).toContainText("The microphone is not allowed");
  await expectStatus(alice.page, "Ringing");

  await allowMicrophone(bob);
  await answer.click();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);
  expect(await loudness(alice.page)).toBeGreaterThan(audible);
});

test("a caller without a microphone is told to connect one, in Japanese too", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", {
      locale: "ja-JP",
      prepare: (page) => installMicrophones(page, ["Headset"]),
    }),
    newPerson(browser, "bob"),
  ]);
  await expectStatus(bob.page, "Ready");
  await unplug(alice.page, "Headset");
  await alice.page.getByRole("searchbox").fill(bob.username);
  const callBob = button(alice.page, `${bob.displayName} さんに電話`);
  await callBob.click();
  await expect(alice.page.getByRole("heading", { name: "マイクが見つかりません" })).toBeVisible();
  await plug(alice.page, "Headset");
  await callBob.click();
  await expect(incoming(bob.page)).toBeVisible();
});

test("Diagnostics says that the microphone is not allowed, and what to do", async () => {
  const alice = await newPerson(asking, "alice", { expectedErrors: [/sdk\.twilio\.com/] });
  await denyMicrophone(alice);
  await expectStatus(alice.page, "Ready");
  await alice.page.getByRole("link", { name: "Diagnostics" }).first().click();
  await button(alice.page, "Run checks").click();
  const row = alice.page.getByRole("listitem").filter({ hasText: "The microphone is not allowed" });
  await expect(row).toContainText("Failed");
  await expect(row).toContainText("allow the microphone, then try again");
});
