import { desktopLight, expectAccessible, phoneDark } from "../support/access";
import { audible, loudness } from "../support/audio";
import { control, registered } from "../support/control";
import { newPerson } from "../support/people";
import { button, connect, expectStatus, incoming, ring } from "../support/phone";
import { type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

// These tests change the gateway for everybody, so they have a stack of their own and run one after the other.
test.describe.configure({ mode: "serial" });

let stack: Stack;

test.beforeAll(async () => {
  stack = await startStack();
});

test.afterEach(async () => {
  await control(stack, "reset");
  // A test may end while its media is still stopped.
  await control(stack, "stop-media", { ms: 0 });
});

test.afterAll(() => stack.stop());

const expectedErrors = [/WebSocket/i, /ERR_CONNECTION/];

test("a call survives the loss of signalling for seconds, and can be ended", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { origin: stack.appUrl, expectedErrors }),
    newPerson(browser, "bob", { origin: stack.appUrl, expectedErrors }),
  ]);
  await connect(alice, bob);
  await control(stack, "cut", { holdMs: 6_000 });
  expect(await loudness(alice.page, 5)).toBeGreaterThan(audible);
  expect(await loudness(bob.page)).toBeGreaterThan(audible);
  await expectStatus(alice.page, "In call");
  // The sockets are connected again, so the hang-up reaches the other side.
  await expect.poll(() => registered(stack)).toBe(2);
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed", 20_000);
});

test("the phone says that it reconnects when media is lost for seconds, and sound comes back", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { origin: stack.appUrl, ...desktopLight }),
    newPerson(browser, "bob", { origin: stack.appUrl, ...phoneDark }),
  ]);
  await connect(alice, bob);
  await control(stack, "stop-media", { ms: 12_000 });
  for (const { page } of [alice, bob]) {
    await expectStatus(page, "Reconnecting", 20_000);
    await expectAccessible(page, "reconnecting");
  }
  await expectStatus(alice.page, "In call", 30_000);
  await expect.poll(() => loudness(alice.page)).toBeGreaterThan(audible);
});

test("both sides are told that the call failed, and what to do, when media never arrives", async ({
  browser,
}) => {
  // Firefox says of its own accord that there is no way through.
  const options = { origin: stack.appUrl, expectedErrors: [/ICE failed/] };
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", options),
    newPerson(browser, "bob", options),
  ]);
  await ring(alice, bob);
  await control(stack, "stop-media", { ms: 60_000 });
  await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
  for (const { page } of [alice, bob]) {
    await expectStatus(page, "Ended", 45_000);
    await expect(page.getByText("No way through for the sound")).toBeVisible();
  }
});

test("the phone describes a bad connection in plain words, and a good one again", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { origin: stack.appUrl }),
    newPerson(browser, "bob", { origin: stack.appUrl }),
  ]);
  await connect(alice, bob);
  await control(stack, "network", { delayMs: 250, jitterMs: 200, lossPercent: 15 });
  const plain = alice.page.getByText(/connection is slow|connection is uneven|sound get lost|quality is low/);
  await expect(plain.first()).toBeVisible({ timeout: 60_000 });
  await control(stack, "reset");
  await expect(plain).toHaveCount(0, { timeout: 90_000 });
});
