import { chromium, type Page } from "@playwright/test";
import { installEar } from "../support/audio";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { watchConsole } from "../support/console";
import { control } from "../support/control";
import { freezableBrowser } from "../support/freezable";
import { newPerson, signIn } from "../support/people";
import { connect, expectStatus, findPerson } from "../support/phone";
import { type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

let stack: Stack;

// These tests cut everybody's sockets, so they have a stack of their own and run one after the other.
test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  stack = await startStack();
});

test.afterAll(() => stack.stop());

const expectedErrors = [/WebSocket/i, /ERR_CONNECTION/];

/** How soon (ms) the phone is ready again after its page woke up. */
const soon = 5_000;

/** Records the lifecycle events of a page, and what its phone says from the moment it wakes. */
const watchWaking = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seenByTest: seen });
    const see = (what: string) => what !== seen.at(-1) && seen.push(what);
    function wakes(how: string): void {
      const status = document.querySelector("[role=status]");
      const note = () => see(status?.textContent ?? "");
      see(how);
      note();
      if (status) new MutationObserver(note).observe(status, { characterData: true, subtree: true });
    }
    document.addEventListener("freeze", () => see("frozen"));
    document.addEventListener("resume", () => wakes("awake"));
    window.addEventListener("pageshow", ({ persisted }) => wakes(persisted ? "restored" : "loaded again"));
  });

const seenBy = (page: Page) =>
  page.evaluate(() => (globalThis as { seenByTest?: string[] }).seenByTest ?? []);

test("a frozen page whose connection was cut says so when it wakes, is ready again, and can be called", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { origin: stack.appUrl, expectedErrors }),
    newPerson(browser, "bob", { origin: stack.appUrl, expectedErrors }),
  ]);
  await bob.page.close();
  const { context, freeze, resume, close } = await freezableBrowser();
  try {
    const page = await context.newPage();
    watchConsole(page, expectedErrors);
    await installEar(page);
    await signIn(context.request, bob, stack.appUrl);
    await page.goto(stack.appUrl);
    await expectStatus(page, "Ready");
    await watchWaking(page);

    await freeze(page);
    await control(stack, "cut", { holdMs: 0 });
    await resume(page);
    await expect
      .poll(() => seenBy(page), { timeout: soon })
      .toEqual(["frozen", "awake", "Offline, connecting…", "Ready"]);

    await connect(alice, { ...bob, context, page });
  } finally {
    await close();
  }
});

/**
 * Lets Chromium keep a page in its back-forward cache. Chromium keeps no page with `no-store`, which the app sends so
 * that nobody can go back to a page after sign-out; Safari keeps those pages too.
 */
async function allowKeeping(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  session.on("Fetch.requestPaused", ({ requestId, responseHeaders = [], responseStatusCode }) => {
    const kept = responseHeaders.filter(({ name }) => name.toLowerCase() !== "cache-control");
    const response = { requestId, responseCode: responseStatusCode, responseHeaders: kept };
    void session.send("Fetch.continueResponse", response).catch(() => {});
  });
  await session.send("Fetch.enable", { patterns: [{ resourceType: "Document", requestStage: "Response" }] });
}

test("a page from the back-forward cache says that it connects, is ready again, and can be called", async () => {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArgs,
    // Playwright disables this cache by default.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", { origin: stack.appUrl, expectedErrors }),
      newPerson(browser, "bob", { origin: stack.appUrl, expectedErrors, prepare: allowKeeping }),
    ]);
    await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
    await watchWaking(bob.page);
    await findPerson(alice.page, bob);
    const row = alice.page.getByRole("listitem").filter({ hasText: bob.username });

    await bob.page.goto("data:text/html,elsewhere");
    await expect(row).toContainText("Away");
    // No load event follows, because the page is restored and not loaded.
    await bob.page.goBack({ waitUntil: "commit" });
    // A restored page was frozen, too; what it says on resume comes first.
    const sinceRestored = async () => {
      const seen = await seenBy(bob.page);
      return seen.slice(seen.indexOf("restored"));
    };
    await expect
      .poll(sinceRestored, { timeout: soon })
      .toEqual(["restored", "Offline, connecting…", "Ready"]);
    await connect(alice, bob);
  } finally {
    await browser.close();
  }
});
