import type { Browser, Page } from "@playwright/test";
import { desktopLight, expectAccessible, phoneDark } from "../support/access";
import { audible, installEar, loudness } from "../support/audio";
import { clickNotification } from "../support/background";
import { ClosedDevice, installPushService, type PushService } from "../support/closed-device";
import { watchConsole } from "../support/console";
import { anotherDevice, appUrl, newPerson, type Person, type PersonOptions } from "../support/people";
import { button, expectStatus, findPerson, incoming, personCallButton, visit } from "../support/phone";
import { startPushService } from "../support/push";
import { expect, test } from "../support/test";

let service: PushService;

test.beforeAll(async () => {
  service = await startPushService();
});

test.afterEach(() => {
  const refused = [...service.refused];
  service.clear();
  expect(refused, "requests that a real push service would refuse").toEqual([]);
});

test.afterAll(() => service.close());

const toggle = (page: Page, name = "Ring this device when the app is closed") =>
  page.getByRole("switch", { name, exact: true });
const rung = (page: Page) => page.getByRole("list", { name: "Devices that are rung" }).getByRole("listitem");
const answerOf = (page: Page) => incoming(page).getByRole("button", { name: "Answer", exact: true });

/** A person whose browser takes push messages and may show notifications. */
async function newPersonWithPush(
  browser: Browser,
  stem: string,
  options: PersonOptions = {},
): Promise<Person> {
  const prepare = (page: Page) => installPushService(page, service);
  const person = await newPerson(browser, stem, { ...options, prepare });
  await person.context.grantPermissions(["microphone", "notifications"]);
  return person;
}

/** Alice, and Bob, who has closed all pages and wants to be rung all the same. */
async function aliceAndClosedBob(browser: Browser) {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPersonWithPush(browser, "bob")]);
  await visit(bob, "/settings");
  await toggle(bob.page).click();
  await expect(rung(bob.page)).toHaveCount(1);
  const closed = await ClosedDevice.close(bob);
  await expectAway(alice, bob);
  return { alice, bob, closed };
}

/** Waits until `person` is seen as away: until then a call rings the page that they have just closed. */
async function expectAway({ page }: Person, person: Person): Promise<void> {
  await expectStatus(page, "Ready");
  await findPerson(page, person);
  const row = page.getByRole("listitem").filter({ has: personCallButton(page, person) });
  await expect(row).toContainText("Away");
}

/** What is sent of a call. The service is that of all tests here: another one's call may still send something. */
interface CallPush {
  readonly type: "ring" | "over";
  readonly ref: string;
}

const nextPush = (matches: (sent: CallPush) => boolean) =>
  service.waitFor(({ message }) => matches(message as CallPush));

/** Alice calls, and Bob's closed device shows it. */
async function wake({ alice, bob, closed }: Awaited<ReturnType<typeof aliceAndClosedBob>>, title?: string) {
  await personCallButton(alice.page, bob).click();
  const push = await nextPush(({ type }) => type === "ring");
  await closed.deliver(push);
  await expect.poll(() => closed.titles()).toEqual([title ?? `${alice.displayName} is calling`]);
  return push;
}

/** Opens a page of the app in the person's browser, as a click on a notification does. */
async function open({ context }: Person, path: string): Promise<Page> {
  const page = await context.newPage();
  watchConsole(page);
  await installEar(page);
  await page.goto(`${appUrl()}${path}`);
  return page;
}

test("a call rings a device whose pages are closed, one key answers it there, and both hear each other", async ({
  browser,
}) => {
  const people = await aliceAndClosedBob(browser);
  const { alice, bob, closed } = people;
  const calledAt = Date.now();
  const push = await wake(people);
  expect(push).toMatchObject({ urgency: "high" });
  await expectStatus(alice.page, "Waking");
  await clickNotification(bob);
  expect(await closed.opened()).toEqual(["/"]);
  expect(await closed.titles()).toEqual([]);

  const openedAt = Date.now();
  const page = await open(bob, "/");
  await expect(answerOf(page)).toBeFocused();
  const rangAt = Date.now();
  // The same message once more, as if it had come late: the page rings already.
  await closed.deliver(push);
  await expect.poll(() => closed.titles()).toEqual([]);
  await page.keyboard.press("Enter");
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(page, "In call")]);
  expect(await loudness(page)).toBeGreaterThan(audible);
  const heardAt = Date.now();
  expect(await loudness(alice.page)).toBeGreaterThan(audible);
  // In the report: how long the way was on this machine.
  test.info().annotations.push({
    type: "ms",
    description: `${push.at - calledAt} from Call to the push request, ${rangAt - openedAt} from opening the page to the ring, ${heardAt - openedAt} to sound`,
  });
  await button(alice.page, "Hang up").click();
  await expectStatus(page, "Ended: completed");
});

test("a caller who gives up takes the notification away, and leaves a missed call", async ({ browser }) => {
  const people = await aliceAndClosedBob(browser);
  const { alice, bob, closed } = people;
  const { ref } = (await wake(people)).message as CallPush;
  await button(alice.page, "Hang up").click();
  await expectStatus(alice.page, "Ended: canceled");
  await closed.deliver(await nextPush((sent) => sent.type === "over" && sent.ref === ref));
  await expect.poll(() => closed.titles()).toEqual([`Missed call from ${alice.displayName}`]);
  await clickNotification(bob);
  expect(await closed.opened()).toEqual(["/history"]);
  const page = await open(bob, "/history");
  const row = page.getByRole("listitem").filter({ hasText: alice.displayName });
  await expect(row).toContainText("Missed");
});

test("Decline on the notification ends the call without a page, and the caller reads it", async ({
  browser,
}) => {
  const people = await aliceAndClosedBob(browser);
  const { alice, bob, closed } = people;
  await wake(people);
  await clickNotification(bob, "decline");
  await expectStatus(alice.page, "Ended: declined");
  expect(await closed.opened()).toEqual([]);
  expect(await closed.titles()).toEqual([]);
});

test("an anonymous call names nobody, in what is sent and in what is shown", async ({ browser }) => {
  const people = await aliceAndClosedBob(browser);
  const { alice, bob, closed } = people;
  await visit(alice, "/settings");
  await alice.page.getByRole("switch", { name: "Call anonymously" }).click();
  await expect(alice.page.getByRole("switch", { name: "Call anonymously" })).toBeChecked();
  await visit(alice, "/");
  await expectAway(alice, bob);
  const { text } = await wake(people, "An anonymous caller is calling");
  expect(text).not.toContain(alice.username);
  expect(text).not.toContain(alice.displayName);
  await clickNotification(bob, "decline");
  await expectStatus(alice.page, "Ended: declined");
  expect(await closed.opened()).toEqual([]);
});

test("signing out ends it: nothing is sent, and the browser has no subscription", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPersonWithPush(browser, "bob")]);
  await visit(bob, "/settings");
  await toggle(bob.page).click();
  await expect(toggle(bob.page)).toBeChecked();
  await bob.page.getByRole("button", { name: /^Account/ }).click();
  await bob.page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(bob.page).toHaveURL(/\/sign-in/);
  const isSubscribed = bob.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.pushManager.getSubscription()) !== null;
  });
  expect(await isSubscribed).toBe(false);
  await expectAway(alice, bob);
  await personCallButton(alice.page, bob).click();
  await expectStatus(alice.page, "Ended: offline");
  expect(service.requests).toBe(0);
});

test("a device is taken off the list from another one, and both pages show it", async ({ browser }) => {
  const bob = await newPersonWithPush(browser, "bob");
  const laptop = await anotherDevice(browser, bob);
  await Promise.all([visit(bob, "/settings"), visit(laptop, "/settings")]);
  await toggle(bob.page).click();
  await expect(rung(bob.page)).toContainText("This device");
  await expect(rung(laptop.page)).toContainText(/Chrom\w+ on \w+/);
  await laptop.page.getByRole("button", { name: /^Remove Chrom/ }).click();
  await expect(rung(laptop.page)).toHaveCount(0);
  await expect(toggle(bob.page)).not.toBeChecked();
  await expect(rung(bob.page)).toHaveCount(0);
});

test("the history offers it to somebody who has missed a call, and one click takes it", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPersonWithPush(browser, "bob")]);
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  await findPerson(alice.page, bob);
  await personCallButton(alice.page, bob).click();
  await expect(incoming(bob.page)).toBeVisible();
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: canceled");
  await visit(bob, "/history");
  const offer = bob.page.getByText("Ring this device when the app is closed?");
  await expect(offer).toBeVisible();
  await expectAccessible(bob.page, "the offer");
  await button(bob.page, "Ring it").click();
  await expect(offer).toBeHidden();
  await visit(bob, "/settings");
  await expect(toggle(bob.page)).toBeChecked();
  await visit(bob, "/history");
  await expect(bob.page.getByRole("listitem").filter({ hasText: alice.displayName })).toBeVisible();
  await expect(offer).toBeHidden();
});

const looks: [string, PersonOptions][] = [
  ["on a desktop, light", desktopLight],
  ["on a phone, dark, in Japanese", { ...phoneDark, locale: "ja-JP" }],
];

for (const [look, options] of looks) {
  test(`the setting is accessible ${look}, off, on, and where it cannot be`, async ({ browser }) => {
    const bob = await newPersonWithPush(browser, "bob", options);
    const name =
      options.locale === "ja-JP"
        ? "アプリを閉じていてもこの端末を鳴らす"
        : "Ring this device when the app is closed";
    await bob.page.goto(`${appUrl()}/settings`);
    await expect(toggle(bob.page, name)).not.toBeChecked();
    await expectAccessible(bob.page, "off");
    await toggle(bob.page, name).click();
    await expect(toggle(bob.page, name)).toBeChecked();
    await expectAccessible(bob.page, "on");
    await bob.page.addInitScript(() => Reflect.deleteProperty(window, "PushManager"));
    await bob.page.reload();
    await expect(bob.page.getByText(name)).toBeVisible();
    await expect(toggle(bob.page, name)).toHaveCount(0);
    await expectAccessible(bob.page, "impossible");
  });
}
