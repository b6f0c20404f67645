import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import {
  desktopDark,
  desktopLight,
  expectAccessible,
  longName,
  phoneDark,
  phoneLight,
} from "../support/access";
import { CONTROL_SECRET, type GatewayProcess, startGatewayProcess } from "./support/gateway";
import { talk } from "./support/phone";
import { expect, settings, test } from "./support/test";

const address = (gateway: GatewayProcess) => `http://localhost:${gateway.port}/inspector`;

/** Opens the inspector in a browser of its own, by the link with the secret. Fails on any error in its console. */
async function openInspector(browser: Browser, gateway: GatewayProcess, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${address(gateway)}?secret=${CONTROL_SECRET}`);
  await expect(page.getByText("connected", { exact: true })).toBeVisible();
  return { page, errors, close: () => context.close() };
}

/** The button of the call in the list. */
const callOf = (page: Page, headline: string) =>
  page.getByRole("navigation", { name: "Calls" }).getByRole("button", { name: headline });

/** The webhook with this line in the timeline, such as "POST /voice". */
const webhook = (page: Page, line: string) => page.locator("details", { hasText: line }).first();

/** The number in a line such as "from it: 1,234 packets, 98.7 kB". */
const packets = (text: string) => Number(text.match(/([\d,]+) packet/)?.[1]?.replace(",", ""));

test("a call appears with its webhooks, and Hang up ends it in both browsers", async ({
  browser,
  gateway,
  registered,
  app,
}) => {
  const { page, errors, close } = await openInspector(browser, gateway);
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await expect(page.getByRole("listitem").filter({ hasText: "alice ashburn" })).toBeVisible();

  await talk(alice, bob, { To: "bob", note: "<img src=x onerror=alert(1)>" });
  await callOf(page, "alice → bob").first().click();
  await expect(page.getByRole("heading", { name: "alice → bob" })).toBeVisible();
  await expect(callOf(page, "alice → bob").first()).toContainText("in progress");

  const voice = webhook(page, "POST /voice");
  await expect(voice).toContainText(/200.*\d+ ms/);
  await voice.locator("summary").click();
  await expect(voice.getByRole("row", { name: "CallStatus ringing" })).toBeVisible();
  await expect(voice.getByRole("row", { name: "note <img src=x onerror=alert(1)>" })).toBeVisible();
  await expect(voice).toContainText(/X-Twilio-Signature [\w+/]{27}=/);
  await expect(voice.locator("pre")).toHaveText(
    /^<Response>\n {2}<Dial [^\n]*>\n {4}<Client [^\n]*>\n {6}<Identity>bob</,
  );
  // It stays open while the call goes on around it.
  await expect(webhook(page, "POST /progress")).toContainText("204");
  await expect(voice.locator("pre")).toBeVisible();

  // A second of sound of each browser.
  const received = page.getByText(/^from it: /);
  await expect
    .poll(async () => (await received.allTextContents()).map((text) => packets(text) > 50))
    .toEqual([true, true]);

  await page.getByRole("button", { name: "Hang up the call of alice" }).click();
  await Promise.all([alice.saw("call0", "disconnect"), bob.saw("call0", "disconnect")]);
  await expect(page.getByRole("status")).toHaveText("The call has been ended.");
  await expect(callOf(page, "alice → bob").first()).toContainText("completed");
  await expect(page.getByRole("button", { name: /^Hang up/ })).toHaveCount(0);
  await expect.poll(() => app.of("/status").length).toBe(1);
  await expect(webhook(page, "POST /status")).toBeVisible();
  expect(errors).toEqual([]);
  await close();
});

test("conditions that are set on the page apply to an edge until Reset", async ({
  browser,
  gateway,
  registered,
}) => {
  const { page, errors, close } = await openInspector(browser, gateway);
  const [alice, bob] = await Promise.all([registered("alice", { edge: "tokyo" }), registered("bob")]);
  await page.getByText("Set conditions and faults").click();
  await page.getByLabel("Edge").fill("tokyo");
  await page.getByLabel("Loss, %").fill("50");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect(page.getByRole("status")).toHaveText("Conditions of tokyo set.");
  await expect(page.getByText("tokyo: 0 ms, jitter 0 ms, loss 50%")).toBeVisible();

  await talk(alice, bob, { To: "bob" });
  await callOf(page, "alice → bob").first().click();
  await expect(
    page
      .getByText(/alice at tokyo/)
      .locator("..")
      .getByText(/^from it: .* lost$/),
  ).toBeVisible();

  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page.getByText("Perfect for every edge.")).toBeVisible();
  expect(errors).toEqual([]);
  await close();
});

test("cutting all sockets makes the SDK come back, and the page tells of both", async ({
  browser,
  gateway,
  registered,
}) => {
  const { page, close } = await openInspector(browser, gateway);
  await registered("carol");
  await page.getByText("Set conditions and faults").click();
  await page.getByRole("button", { name: "Clear history" }).click();
  await page.getByRole("button", { name: "Everything else" }).click();
  await page.getByRole("button", { name: "Cut all sockets" }).click();
  const happened = page.getByRole("list", { name: "What happened" });
  await expect(happened).toContainText(/Command: cut[\s\S]*carol: gone[\s\S]*carol: registered/);
  await close();
});

test("the form takes the secret alone, and a gateway that was started again asks for it again", async ({
  browser,
  app,
}) => {
  const first = await startGatewayProcess(settings(app, "http://localhost"));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address(first));
  await page.getByLabel("Control secret").fill("guess");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("This is not the control secret.");
  await page.getByLabel("Control secret").fill(CONTROL_SECRET);
  await page.keyboard.press("Enter");
  await expect(page.getByText("connected", { exact: true })).toBeVisible();
  expect(page.url()).toBe(`${address(first)}`);
  await first.kill();
  await expect(page.getByText("not connected")).toBeVisible();
  const again = { ...settings(app, "http://localhost"), VOICE_GATEWAY_PORT: String(first.port) };
  const second = await startGatewayProcess(again);
  await expect(page.getByLabel("Control secret")).toBeVisible();
  await second.kill();
  await context.close();
});

for (const [name, options] of Object.entries({ desktopLight, desktopDark, phoneLight, phoneDark })) {
  test(`the page is accessible and fits its window: ${name}`, async ({
    browser,
    gateway,
    registered,
    app,
  }) => {
    const { page, errors, close } = await openInspector(browser, gateway, options);
    await page.getByText("Set conditions and faults").click();
    await page.getByRole("button", { name: "Clear history" }).click();
    await expect(page.getByText("The history is empty.")).toBeVisible();
    await expectAccessible(page, "without a call");

    const [alice, bob] = await Promise.all([registered(longName.replaceAll(" ", "")), registered("bob")]);
    await talk(alice, bob, { To: "bob", ["a-long-name-".repeat(10)]: "a-long-value-".repeat(40) });
    await callOf(page, "→ bob").first().click();
    await webhook(page, "POST /voice").locator("summary").click();
    await expect(webhook(page, "POST /voice").getByRole("row", { name: /^a-long-name/ })).toBeVisible();
    await expectAccessible(page, "with a call");
    await bob.invoke(0, "disconnect");
    await expect.poll(() => app.of("/status").length).toBe(1);
    await expectAccessible(page, "after the call");

    await page.context().clearCookies();
    await page.goto(`${address(gateway)}?secret=guess`);
    await expectAccessible(page, "the form to sign in");
    // Chromium reports the status of the form: 401.
    expect(errors.filter((error) => !error.includes("401"))).toEqual([]);
    await close();
  });
}
