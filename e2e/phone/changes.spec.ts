import { chromium, type Page } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { cuttableProxy } from "../support/cuttable-proxy";
import { anotherDevice, appUrl, newPerson, type Person, signIn } from "../support/people";
import { connect, expectStatus, personCallButton } from "../support/phone";
import { type ApiRequest, countOf, recordRequests } from "../support/requests";
import { freePort, startStack } from "../support/stack";
import { expect, test } from "../support/test";

/** The row of a person in the list of everybody. */
const rowOf = (page: Page, person: Person) =>
  page.getByRole("listitem").filter({ has: personCallButton(page, person) });

/** How long (ms) a change may take that is told. A poll would be 240 s later, so this does not depend on the machine. */
const toldMs = 15_000;

const shows = (page: Page, person: Person, look: string) =>
  expect(rowOf(page, person)).toContainText(look, { timeout: toldMs });

const set = (person: Person, settings: object) =>
  person.context.request.patch(new URL("/api/me", person.page.url()).href, { data: settings });

/** The page has a stream, and has asked once more since. */
async function isLive(page: Page, requests: readonly ApiRequest[]): Promise<void> {
  await expectStatus(page, "Ready");
  await expect.poll(() => countOf(requests, "GET", "/api/changes")).toBeGreaterThan(0);
  await expect.poll(() => countOf(requests, "GET", "/api/people")).toBeGreaterThan(1);
}

/** Somebody whose requests are recorded from the first one. */
async function recorded(...[browser, stem, options]: Parameters<typeof newPerson>) {
  let requests: ApiRequest[] = [];
  const person = await newPerson(browser, stem, {
    ...options,
    async prepare(page) {
      requests = recordRequests(page);
      await options?.prepare?.(page);
    },
  });
  return { ...person, requests };
}

test("what others do shows at once, without a request for it", async ({ browser }) => {
  const alice = await recorded(browser, "alice");
  await isLive(alice.page, alice.requests);
  const before = alice.requests.length;

  const [bob, carol] = await Promise.all([newPerson(browser, "bob"), newPerson(browser, "carol")]);
  await shows(alice.page, bob, "Here");
  await shows(alice.page, carol, "Here");
  await set(bob, { doNotDisturb: true });
  await shows(alice.page, bob, "Do not disturb");
  await set(bob, { doNotDisturb: false, displayName: `Bobby ${bob.username.slice(-5)}` });
  bob.displayName = `Bobby ${bob.username.slice(-5)}`;
  await shows(alice.page, bob, "Here");
  await connect(bob, carol);
  await shows(alice.page, bob, "In a call");
  await shows(alice.page, carol, "In a call");
  await bob.page.getByRole("button", { name: "Hang up", exact: true }).click();
  await shows(alice.page, bob, "Here");
  await bob.page.close();
  await shows(alice.page, bob, "Away");
  // The list was asked for when people joined it, and not when they changed.
  const asked = alice.requests.slice(before);
  expect(countOf(asked, "GET", "/api/people")).toBeLessThan(10);
  expect(countOf(asked, "GET", "/api/changes")).toBe(0);
});

test("what I do at another device shows at once", async ({ browser }) => {
  const alice = await recorded(browser, "alice");
  const bob = await newPerson(browser, "bob");
  await isLive(alice.page, alice.requests);
  const api = alice.context.request;
  await api.post(`${appUrl()}/api/blocks`, { data: { username: bob.username } });
  await expect(rowOf(alice.page, bob)).toContainText("Blocked", { timeout: toldMs });

  await alice.page.goto(`${appUrl()}/settings`);
  const blocked = alice.page.getByRole("region", { name: "Blocked people" });
  await expect(blocked).toContainText(bob.displayName);
  await expectStatus(alice.page, "Ready");
  const { blocks } = await (await api.get(`${appUrl()}/api/blocks`)).json();
  await api.delete(`${appUrl()}/api/blocks/${blocks[0].id}`);
  await expect(blocked).not.toContainText(bob.displayName, { timeout: toldMs });
  const devices = alice.page.getByRole("region", { name: "Signed-in devices" });
  await expect(devices.getByRole("listitem")).toHaveCount(1);
  await anotherDevice(browser, alice);
  await expect(devices.getByRole("listitem")).toHaveCount(2, { timeout: toldMs });
});

test("a call that I missed shows at once, in the badge and in the history", async ({ browser }) => {
  const [alice, bob] = await Promise.all([recorded(browser, "alice"), newPerson(browser, "bob")]);
  await isLive(alice.page, alice.requests);
  await set(alice, { doNotDisturb: true });
  await expectStatus(bob.page, "Ready");
  await shows(bob.page, alice, "Do not disturb");
  await personCallButton(bob.page, alice).click();
  await expectStatus(bob.page, "Ended");
  await expect(alice.page.getByRole("link", { name: /History.*1/ })).toBeVisible({ timeout: toldMs });
  await alice.page.getByRole("link", { name: /History/ }).click();
  const rows = alice.page.getByRole("listitem").filter({ hasText: bob.displayName });
  await expect(rows).toHaveCount(1);
  await bob.page.getByRole("button", { name: "Done", exact: true }).click();
  await personCallButton(bob.page, alice).click();
  await expect(rows).toHaveCount(2, { timeout: toldMs });
});

test("an idle page asks for two things a minute at most, beside its beat", async ({ browser }) => {
  // Two beats take two minutes, after the start of a server.
  test.setTimeout(5 * 60_000);
  // With a server of her own: the people of other tests come and go, and her list asks who they are.
  const stack = await startStack();
  try {
    const alice = await recorded(browser, "alice", { origin: stack.appUrl });
    await isLive(alice.page, alice.requests);
    // From one beat to the next a minute passes.
    const beat = () => alice.page.waitForRequest("**/api/presence", { timeout: 90_000 });
    await beat();
    const from = Date.now();
    const before = alice.requests.length;
    await beat();
    expect(Date.now() - from).toBeGreaterThan(50_000);
    const asked = alice.requests.slice(before).filter(({ path }) => path !== "/api/presence");
    expect(asked.length, JSON.stringify(asked)).toBeLessThanOrEqual(2);
    // Before her server is gone.
    await alice.context.close();
  } finally {
    await stack.stop();
  }
});

test("where streams are blocked, everything shows by polling", async ({ browser }) => {
  const alice = await newPerson(browser, "alice", {
    expectedErrors: [/ERR_FAILED/],
    prepare: (page) => page.route("**/api/changes*", (route) => route.abort()),
  });
  await expectStatus(alice.page, "Ready");
  const bob = await newPerson(browser, "bob");
  await expect(rowOf(alice.page, bob)).toContainText("Here");
  // Beats are frequent without a stream, so Alice stays where she is.
  await expectStatus(bob.page, "Ready");
  await shows(bob.page, alice, "Here");
  await set(bob, { doNotDisturb: true });
  await expect(rowOf(alice.page, bob)).toContainText("Do not disturb");
  await bob.page.close();
  await expect(rowOf(alice.page, bob)).toContainText("Away");
});

test("a browser that is killed looks away within 15 s", async ({ browser }) => {
  const alice = await recorded(browser, "alice");
  await isLive(alice.page, alice.requests);
  const server = await chromium.launchServer({ executablePath: chromiumPath(), args: chromiumArgs });
  try {
    const bob = await newPerson(await chromium.connect(server.wsEndpoint()), "bob");
    await shows(alice.page, bob, "Here");
    await expectStatus(bob.page, "Ready");
    const killed = Date.now();
    server.process().kill("SIGKILL");
    await shows(alice.page, bob, "Away");
    expect(Date.now() - killed).toBeLessThan(15_000);
  } finally {
    await server.kill();
  }
});

test("signing out everywhere reaches the other tabs at once", async ({ browser }) => {
  const alice = await recorded(browser, "alice", { expectedErrors: [/401/] });
  await isLive(alice.page, alice.requests);
  const other = await browser.newContext();
  await signIn(other.request, alice);
  expect((await other.request.delete(`${appUrl()}/api/sessions`)).status()).toBe(204);
  // The next beat would be refused, too, but only a minute later.
  await expect(alice.page.getByRole("link", { name: "Sign in again" }).first()).toBeVisible({
    timeout: toldMs,
  });
});

test("bytes that are held back, and a stream that is cut in the middle, hide nothing", async ({
  browser,
}) => {
  const port = await freePort();
  const proxy = await cuttableProxy("localhost", port);
  const origin = `http://localhost:${proxy.port}`;
  const stack = await startStack({ PORT: String(port), APP_URL: origin });
  try {
    const options = { origin, expectedErrors: [/ERR_/] };
    proxy.setHolding(/^GET \/api\/changes\?/);
    const [bob, carol] = [
      await newPerson(browser, "bob", options),
      await recorded(browser, "carol", options),
    ];
    await expectStatus(carol.page, "Ready");
    await expect(rowOf(carol.page, bob)).toContainText("Here");
    await set(bob, { doNotDisturb: true });
    await expect(rowOf(carol.page, bob)).toContainText("Do not disturb");
    await carol.context.close();

    proxy.setHolding(null);
    const alice = await recorded(browser, "alice", options);
    await isLive(alice.page, alice.requests);
    await shows(alice.page, bob, "Do not disturb");
    const opened = countOf(alice.requests, "GET", "/api/changes");
    proxy.cut();
    // She has no stream now, and for a second at least.
    await set(bob, { doNotDisturb: false });
    await shows(alice.page, bob, "Here");
    await expect.poll(() => countOf(alice.requests, "GET", "/api/changes")).toBeGreaterThan(opened);
    await set(bob, { doNotDisturb: true });
    await shows(alice.page, bob, "Do not disturb");
  } finally {
    await stack.stop();
    proxy.close();
  }
});
