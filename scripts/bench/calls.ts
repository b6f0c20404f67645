// Measures how fast a call feels: from "Call" to ringing, from "Answer" to sound at both ends and to silence of the other
// device, from "Hang up" to the other side's "Ended". It uses the production build, real browsers and the local gateway.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../../e2e/support/chromium";
import { anotherDevice, newPerson, type Person } from "../../e2e/support/people";
import { expectStatus, findPerson } from "../../e2e/support/phone";
import { startStack } from "../../e2e/support/stack";
import { wav } from "../../e2e/support/wav";

const calls = Number(process.argv[2] ?? 15);

/** Chromium's fake microphone beeps only once a second. A steady tone can be measured as soon as it arrives. */
function toneFile(folder: string): string {
  const path = join(folder, "tone.wav");
  writeFileSync(path, wav({ seconds: 1 }));
  return path;
}

/** Waits until the phone's status begins with `text`. Returns the time in the page (ms since the epoch, to 4 ms). */
function statusBegins(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const timer = setInterval(() => {
          const status = document.querySelector('[role="status"][aria-label="Phone"]');
          if (!status?.textContent?.startsWith(wanted)) return;
          clearInterval(timer);
          resolve(Date.now());
        }, 4);
      }),
    text,
  );
}

/** Waits until a page has decoded sound that is not silence. Returns the time (ms since the epoch). */
async function firstSound(page: Page): Promise<number> {
  const before = await heardEnergy(page);
  for (;;) {
    if ((await heardEnergy(page)) > before + 1e-4) return Date.now();
  }
}

const heardEnergy = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const ear = (globalThis as { heardByTest?: () => Promise<{ energy: number }> }).heardByTest;
    return ear ? (await ear()).energy : 0;
  });

/** Waits until the dialog of an incoming call is gone. Returns the time in the page (ms since the epoch, to 4 ms). */
async function ringStops(page: Page): Promise<number> {
  const stopped = await page.waitForFunction(
    () => document.querySelector('[role="alertdialog"]') === null && Date.now(),
    undefined,
    { polling: 4 },
  );
  return Number(await stopped.jsonValue());
}

/** Clicks a button from inside the page. Returns the time in the page (ms since the epoch). */
const press = (page: Page, name: string): Promise<number> =>
  page.getByRole("button", { name, exact: true }).evaluate((element) => {
    (element as HTMLButtonElement).click();
    return Date.now();
  });

async function measureCall(alice: Person, bob: Person, tablet: Person) {
  const pages = [alice.page, bob.page, tablet.page];
  await Promise.all(pages.map((page) => expectStatus(page, "Ready")));
  const [rings, called] = await Promise.all([
    Promise.all(pages.map((page) => statusBegins(page, "Ringing"))),
    press(alice.page, `Call ${bob.displayName}`),
  ]);
  const sounds = Promise.all([firstSound(alice.page), firstSound(bob.page)]);
  const stops = ringStops(tablet.page);
  const answered = await press(bob.page, "Answer");
  const heard = Math.max(...(await sounds));
  const [over, hung] = await Promise.all([statusBegins(bob.page, "Ended"), press(alice.page, "Hang up")]);
  for (const page of pages) await press(page, "Done");
  return {
    "Call to ringing on all three devices": Math.max(...rings) - called,
    "Answer to sound at both": heard - answered,
    "Answer to silence of Bob's other device": (await stops) - answered,
    "Hang up to the other side's Ended": over - hung,
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(join(tmpdir(), "browser-phone-bench-"));
const stack = await startStack();
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: [...chromiumArgs, `--use-file-for-fake-audio-capture=${toneFile(folder)}`],
});
try {
  const options = { origin: stack.appUrl };
  const [alice, bob] = [await newPerson(browser, "alice", options), await newPerson(browser, "bob", options)];
  const tablet = await anotherDevice(browser, bob, options);
  await findPerson(alice.page, bob);
  const rows: Record<string, number>[] = [];
  for (let i = 0; i < calls; i += 1) rows.push(await measureCall(alice, bob, tablet));
  console.log(`\n${calls} calls, milliseconds\n`);
  console.log("| from … to | median | slowest |\n| --- | ---: | ---: |");
  for (const name of Object.keys(rows[0] ?? {})) {
    const values = rows.map((row) => row[name] ?? Number.NaN);
    console.log(`| ${name} | ${median(values)} | ${Math.max(...values)} |`);
  }
} finally {
  await browser.close();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
