import { connect as openSocket } from "node:net";
import { newPerson, type Person } from "../support/people";
import { button, call, connect, expectStatus, incoming, phoneStatus } from "../support/phone";
import { type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

// Serial: the last test stops the stack that they share.
test.describe.configure({ mode: "serial" });

let stack: Stack;

test.beforeAll(async () => {
  stack = await startStack();
});

test.afterAll(() => stack.stop());

/** The outcome of the person's latest call, from the server. */
async function latestOutcome(person: Person): Promise<string | null> {
  const answer = await person.context.request.get(`${stack.appUrl}/api/calls`);
  return (await answer.json()).calls[0].outcome;
}

test("both phones end the call when the gateway dies, its row gets an outcome, and both can call again", async ({
  browser,
}) => {
  const options = { origin: stack.appUrl, expectedErrors: [/WebSocket/i, /ERR_CONNECTION/] };
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", options),
    newPerson(browser, "bob", options),
  ]);
  await connect(alice, bob);
  stack.killGateway();
  const killed = Date.now();
  for (const { page } of [alice, bob]) {
    await expect(phoneStatus(page)).toHaveText(/^(Ended|Offline|Ready)/);
  }
  await expect
    .poll(() => latestOutcome(alice), { timeout: Math.max(1, 60_000 - (Date.now() - killed)) })
    .not.toBeNull();
  for (const { page } of [alice, bob]) {
    const done = button(page, "Done");
    await expect(done.or(phoneStatus(page).filter({ hasText: /^Ready/ })).first()).toBeVisible();
    if (await done.isVisible()) await done.click();
    await expectStatus(page, "Ready", 25_000);
  }
  await call(alice, bob);
  await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);
});

test("Ctrl-C stops everything, even while a client holds a connection open", async () => {
  const { port, hostname } = new URL(stack.appUrl);
  const held = openSocket(Number(port), hostname);
  await new Promise<void>((resolve) => held.once("connect", resolve));
  // A request whose body never ends: the app would wait a minute for the rest of it.
  held.on("error", () => {});
  held.write("GET / HTTP/1.1\r\n");
  await expect.poll(() => held.bytesWritten).toBeGreaterThan(0);
  const stopped = stack.stop().then(() => "stopped");
  const tooLate = new Promise((resolve) => setTimeout(resolve, 20_000, "still there"));
  expect(await Promise.race([stopped, tooLate])).toBe("stopped");
  held.destroy();
});
