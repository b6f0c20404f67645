import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import {
  desktopDark,
  desktopLight,
  expectAccessible,
  longName,
  phoneDark,
  phoneLight,
} from "../support/access";
import { CONTROL_SECRET, type GatewayProcess, startGatewayProcess, twilioOf } from "./support/gateway";
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

/** The verbs in the timeline. */
const verbs = (page: Page) => page.locator("#timeline > [data-kind=verb]");

/** For a test of what is the same however the sound goes: see playwright.config.ts. */
const once = { tag: "@once" };

/** Plays a recording on the page, and resolves with its length (s) once it is under way. */
const play = (page: Page) =>
  page.getByLabel(/^Recording RE/).evaluate(async (audio: HTMLAudioElement) => {
    await audio.play();
    await new Promise((resolve) => audio.addEventListener("timeupdate", resolve, { once: true }));
    audio.pause();
    return audio.duration;
  });

/** The number in a line such as "from it: 1,234 packets, 98.7 kB". */
const packets = (text: string) => Number(text.match(/([\d,]+) packet/)?.[1]?.replace(",", ""));

test("a call appears with its webhooks, and Hang up ends it in both browsers", async ({
  browser,
  gateway,
  registered,
  app,
  media,
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

  const sound = media === "ended" ? "sound ends at the gateway" : "sound relayed to the other browser";
  await expect(page.getByText(sound, { exact: true })).toHaveCount(2);
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

test(
  "a call shows its verbs in order, which runs and how each ended, and its recording can be played",
  once,
  async ({ browser, gateway, registered, app }) => {
    const answers: Record<string, string> = {
      "/voice": `<Say loop="2">Hello <b>there</b></Say><Record action="/kept" timeout="3"/>`,
      "/kept": `<Hangup/>`,
    };
    app.answer = ({ path }) => answers[path] ?? "";
    const { page, errors, close } = await openInspector(browser, gateway);
    const alice = await registered("alice", { toneHz: 620 });
    await alice.connect({ params: {} });
    // Those of earlier tests are in the list as well.
    await callOf(page, "alice → the application").filter({ hasText: "in progress" }).first().click();
    await expect(verbs(page)).toHaveText([/<Say .*loop="2"> *Hello there *runs now/]);
    await expect(page.getByText("Recording begins")).toBeVisible();
    await expect(verbs(page)).toHaveText([
      /Hello there *done [\d.]+ m?s$/,
      /<Record .*timeout="3".*> *runs now/,
    ]);
    await expectAccessible(page, "while a call is recorded");
    await alice.invoke(0, "sendDigits", "5");
    await alice.saw("call0", "disconnect");
    await expect(verbs(page)).toHaveText([/<Say .*done/, /<Record .*done [\d.]+ s$/, /<Hangup> *done/]);
    await expect(webhook(page, "POST /kept")).toContainText("200");
    // The tag in the text of <Say>, of which Twilio warns too.
    await expect(page.locator("[data-kind=warning]")).toContainText("may not have <b>");
    await expect(callOf(page, "alice → the application").first()).toContainText("1 problem");

    const line = await page.getByText(/^Recording completed, /).textContent();
    const seconds = Number(line?.match(/completed, ([\d.]+) s/)?.[1]);
    expect(seconds).toBeGreaterThan(0.5);
    expect(Math.abs((await play(page)) - seconds)).toBeLessThan(0.1);
    await expectAccessible(page, "with a recording");
    expect(errors).toEqual([]);
    await close();
  },
);

test(
  "a conference shows who is in it, who is muted or on hold, and who joined and left",
  once,
  async ({ browser, gateway, registered, app }) => {
    app.answer = () =>
      `<Dial><Conference beep="false" waitUrl="">&lt;img src=x onerror=alert(1)&gt;</Conference></Dial>`;
    const { page, errors, close } = await openInspector(browser, gateway);
    const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
    const sids: string[] = [];
    for (const phone of [alice, bob]) {
      await phone.connect({ params: {} });
      await phone.saw("call0", "accept");
      sids.push(String(await phone.ofCall(0, "parameters.CallSid")));
    }
    const [aliceSid = "", bobSid = ""] = sids;
    await callOf(page, "Conference <img src=x onerror=alert(1)>").first().click();
    const people = page.getByRole("list", { name: "Participants" }).getByRole("listitem");
    await expect(people).toHaveText([/^alice *in the conference/, /^bob *in the conference/]);

    const client = twilioOf(gateway);
    const [conference] = await client.conferences.list({ status: "in-progress" });
    const { participants } = client.conferences(conference?.sid ?? "");
    await participants(bobSid).update({ muted: true });
    await participants(aliceSid).update({ hold: true });
    await expect(people).toHaveText([/^alice *on hold/, /^bob *muted/]);
    await expectAccessible(page, "with a conference");

    await bob.invoke(0, "disconnect");
    await expect(people).toHaveText([/^alice *on hold/, /^bob *left/]);
    const happened = page.getByRole("list", { name: "What happened" });
    await expect(happened).toContainText(
      /alice joins[\s\S]*bob joins[\s\S]*The conference starts[\s\S]*bob is muted[\s\S]*alice is put on hold[\s\S]*bob leaves/,
    );
    await expect(happened).toContainText(/POST …\/Conferences\/CF\w+\/Participants\/CA\w+\.json: 200/);
    await page.getByRole("link", { name: "bob" }).click();
    await expect(page.getByRole("heading", { name: "bob → conference <img" })).toBeVisible();
    await page.getByRole("link", { name: "<img" }).click();
    await alice.invoke(0, "disconnect");
    await expect(happened).toContainText(/alice leaves[\s\S]*The conference ends/);
    expect(errors).toEqual([]);
    await close();
  },
);

test("conditions that are set on the page apply to an edge until Reset", async ({
  browser,
  gateway,
  registered,
}) => {
  const { page, errors, close } = await openInspector(browser, gateway);
  const [alice, bob] = await Promise.all([registered("alice", { edge: "tokyo" }), registered("bob")]);
  await talk(alice, bob, { To: "bob" });
  await callOf(page, "alice → bob").first().click();
  // Under way before anything is lost: a handshake that loses half of its packets may take long.
  const fromTokyo = page
    .getByText(/alice at tokyo/)
    .locator("..")
    .getByText(/^from it: /);
  await expect(fromTokyo).toHaveText(/^from it: [\d,]+ packets, .*, 0 lost/);
  await page.getByText("Set conditions and faults").click();
  await page.getByLabel("Edge").fill("tokyo");
  await page.getByLabel("Loss, %").fill("50");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect(page.getByRole("status")).toHaveText("Conditions of tokyo set.");
  await expect(page.getByText("tokyo: 0 ms, jitter 0 ms, loss 50%")).toBeVisible();

  await expect(fromTokyo).toHaveText(/ [1-9]\d* lost/);

  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page.getByText("Perfect for every edge.")).toBeVisible();
  expect(errors).toEqual([]);
  await close();
});

test(
  "cutting all sockets makes the SDK come back, and the page tells of both",
  once,
  async ({ browser, gateway, registered }) => {
    const { page, close } = await openInspector(browser, gateway);
    await registered("carol");
    await page.getByText("Set conditions and faults").click();
    await page.getByRole("button", { name: "Clear history" }).click();
    await page.getByRole("button", { name: "Everything else" }).click();
    await page.getByRole("button", { name: "Cut all sockets" }).click();
    const happened = page.getByRole("list", { name: "What happened" });
    await expect(happened).toContainText(/Command: cut[\s\S]*carol: gone[\s\S]*carol: registered/);
    await close();
  },
);

test(
  "the form takes the secret alone, and a gateway that was started again asks for it again",
  once,
  async ({ browser, app }) => {
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
  },
);

for (const [name, options] of Object.entries({ desktopLight, desktopDark, phoneLight, phoneDark })) {
  test(
    `the page is accessible and fits its window: ${name}`,
    once,
    async ({ browser, gateway, registered, app }) => {
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
    },
  );
}
