import type { Browser, BrowserContext, Page } from "@playwright/test";
import { anotherDevice, appUrl, newPerson, type Person, signIn } from "../support/people";
import { button, call, connect, expectStatus, incoming, ring } from "../support/phone";
import { RawDevice, tokenOf } from "../support/raw-device";
import { expect, test } from "../support/test";

// Each test opens several browsers, which takes long on a busy machine.
test.describe.configure({ timeout: 240_000 });

const answer = (page: Page) => incoming(page).getByRole("button", { name: "Answer", exact: true });
const decline = (page: Page) => incoming(page).getByRole("button", { name: "Decline", exact: true });

async function withTwoDevices(browser: Browser) {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  const tablet = await anotherDevice(browser, bob);
  await expectStatus(tablet.page, "Ready");
  await ring(alice, bob);
  await expect(incoming(tablet.page)).toBeVisible();
  // From here on Bob's first device hears nothing from the app, so only the voice network can tell it to stop. The network
  // tells at once; what the app answers is as old as the last poll. How long it takes is measured by `npm run bench`.
  await bob.page.route("**/api/**", () => undefined);
  return { alice, bob, tablet };
}

test("two devices ring, one answers, and the voice network stops the other", async ({ browser }) => {
  const { alice, bob, tablet } = await withTwoDevices(browser);
  await answer(tablet.page).click();
  await expect(incoming(bob.page)).toBeHidden();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(tablet.page, "In call")]);
  await button(alice.page, "Hang up").click();
  await expectStatus(tablet.page, "Ended: completed");
});

test("two devices ring, one declines, and the voice network stops the other", async ({ browser }) => {
  const { alice, bob, tablet } = await withTwoDevices(browser);
  await decline(tablet.page).click();
  await expect(incoming(bob.page)).toBeHidden();
  await expectStatus(alice.page, "Ended: declined");
});

test("a device in a call does not decline for another one, which can still answer", async ({ browser }) => {
  const [alice, bob, carol, dan] = (await Promise.all(
    ["alice", "bob", "carol", "dan"].map((stem) => newPerson(browser, stem)),
  )) as [Person, Person, Person, Person];
  await connect(alice, bob);
  // A second call waits, so that this device has no room for a third one.
  await expectStatus(carol.page, "Ready");
  await call(carol, bob);
  await expect(incoming(bob.page)).toBeVisible();
  const tablet = await anotherDevice(browser, bob);
  await Promise.all([expectStatus(tablet.page, "Ready"), expectStatus(dan.page, "Ready")]);
  await call(dan, bob);
  await expect(incoming(tablet.page)).toContainText(dan.displayName);
  await answer(tablet.page).click();
  await Promise.all([expectStatus(dan.page, "In call"), expectStatus(tablet.page, "In call")]);
  await expectStatus(alice.page, "In call");
});

/** Somebody who knows Bob's password has signed in, and keeps a Device by themselves. */
async function intrude(browser: Browser, bob: Person) {
  const context = await browser.newContext();
  await signIn(context.request, bob);
  const token = await tokenOf(context.request, appUrl());
  await beat(context);
  return { context, token, device: await RawDevice.open(browser, appUrl(), token) };
}

/** Says to the server that the intruder's tab is there. Returns the answer's status. */
async function beat(context: BrowserContext): Promise<number> {
  const data = { tab: crypto.randomUUID(), phone: "ready", hidden: true, ref: null };
  return (await context.request.post(`${appUrl()}/api/presence`, { data })).status();
}

const endings: [string, (bob: Person) => Promise<void>][] = [
  [
    "a sign-out everywhere",
    async ({ context, page, ...bob }) => {
      expect((await context.request.delete(`${appUrl()}/api/sessions`)).status()).toBe(204);
      await signIn(context.request, bob);
      await page.goto(appUrl());
    },
  ],
  [
    "a new password on another device",
    async ({ context, password }) => {
      const data = { current: password, next: "correct horse battery" };
      expect((await context.request.put(`${appUrl()}/api/me/password`, { data })).status()).toBe(204);
    },
  ],
];

for (const [name, end] of endings) {
  test(`after ${name}, an old token can neither be rung nor call, and its call ends`, async ({ browser }) => {
    const expectedErrors = [/401/];
    const [bob, carol, dan] = (await Promise.all(
      ["bob", "carol", "dan"].map((stem) => newPerson(browser, stem, { expectedErrors })),
    )) as [Person, Person, Person];
    await Promise.all([bob, carol, dan].map(({ page }) => expectStatus(page, "Ready")));
    const { context, token, device } = await intrude(browser, bob);

    // Until the session ends, the intruder's Device rings like each device of Bob's.
    await ring(carol, bob);
    await expect.poll(() => device.counts()).toMatchObject({ rang: 1, ringing: 1 });
    await decline(bob.page).click();
    await expect.poll(() => device.counts()).toMatchObject({ ringing: 0 });
    await expectStatus(carol.page, "Ended: declined");
    await button(bob.page, "Done").click();
    await device.call(dan.username);
    await answer(dan.page).click();
    await expectStatus(dan.page, "In call");
    expect((await device.counts()).open).toBe(1);

    await end(bob);
    await expectStatus(dan.page, "Ended: completed");
    await expect.poll(() => device.counts()).toMatchObject({ open: 0 });
    expect(await beat(context)).toBe(401);

    // The token itself lasts for some minutes: with it one may open a socket, and no more.
    await device.register(token.token);
    await button(carol.page, "Done").click();
    await button(dan.page, "Done").click();
    await expectStatus(bob.page, "Ready");
    await connect(carol, bob);
    expect((await device.counts()).rang).toBe(1);
    await device.call(dan.username);
    await expect.poll(() => device.counts()).toMatchObject({ open: 0, rang: 1 });
    await expect(incoming(dan.page)).toBeHidden();
    await expectStatus(dan.page, "Ready");
    await expectStatus(bob.page, "In call");
    await button(carol.page, "Hang up").click();
    await expectStatus(bob.page, "Ended: completed");
  });
}
