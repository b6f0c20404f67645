import { control } from "../support/control";
import { newPerson, type Person } from "../support/people";
import { button, expectStatus, findPerson, incoming, personCallButton } from "../support/phone";
import { type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

// These tests delay the signalling of everybody, so they have a stack of their own and run one after the other.
test.describe.configure({ mode: "serial" });

let stack: Stack;

test.beforeAll(async () => {
  stack = await startStack();
});

test.afterEach(() => control(stack, "reset"));

test.afterAll(() => stack.stop());

/** Longer (ms) than the time between two clicks on a busy machine, so that neither phone has heard of the other's call. */
const delayMs = 800;

/** How soon (ms) both are told. Unanswered, a call rings for 35 s. */
const soon = 20_000;

/** Places the calls before the voice network has brought one of them to the other side. */
async function callAtOnce(...calls: readonly (readonly [from: Person, to: Person])[]): Promise<void> {
  for (const [from, to] of calls) await findPerson(from.page, to);
  await control(stack, "network", { delayMs });
  await Promise.all(calls.map(([from, to]) => personCallButton(from.page, to).click()));
}

test("two people who call each other at once both read at once that the other is busy", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { origin: stack.appUrl }),
    newPerson(browser, "bob", { origin: stack.appUrl }),
  ]);
  for (let times = 0; times < 2; times += 1) {
    await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
    await callAtOnce([alice, bob], [bob, alice]);
    for (const { page } of [alice, bob]) await expectStatus(page, "Ended: busy", soon);
    for (const { page } of [alice, bob]) {
      await expect(incoming(page)).toBeHidden();
      await button(page, "Done").click();
    }
  }
});

test("a call that comes in while one is being placed is busy, and the placed one goes on", async ({
  browser,
}) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice", { origin: stack.appUrl }),
    newPerson(browser, "bob", { origin: stack.appUrl }),
    newPerson(browser, "carol", { origin: stack.appUrl }),
  ]);
  for (const { page } of [alice, bob, carol]) await expectStatus(page, "Ready");
  for (let times = 0; times < 2; times += 1) {
    await callAtOnce([alice, bob], [carol, alice]);
    await expectStatus(carol.page, "Ended: busy", soon);
    await control(stack, "reset");
    await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
    await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);
    await button(alice.page, "Hang up").click();
    await expectStatus(bob.page, "Ended: completed");
    for (const { page } of [alice, bob, carol]) await button(page, "Done").click();
  }
});
