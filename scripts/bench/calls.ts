// How fast a call feels: from "Call" to ringing, from "Answer" to sound at both ends, from "Hang up" to the other
// side's "Ended". On the production build, in real browsers, through the local gateway.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../../e2e/support/chromium";
import { newPerson, type Person } from "../../e2e/support/people";
import { expectStatus, findPerson } from "../../e2e/support/phone";
import { startStack } from "../../e2e/support/stack";

const calls = Number(process.argv[2] ?? 15);

/** A second of a steady tone as a WAV file: the fake microphone of Chromium beeps only once a second. */
function toneFile(folder: string): string {
  const rate = 48_000;
  const samples = Buffer.alloc(rate * 2);
  for (let i = 0; i < rate; i += 1)
    samples.writeInt16LE(Math.round(12_000 * Math.sin((i * 440 * 2 * Math.PI) / rate)), i * 2);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  const path = join(folder, "tone.wav");
  writeFileSync(path, Buffer.concat([header, samples]));
  return path;
}

/** The moment (ms since the epoch, to 4 ms) at which the phone's status begins with `text`, seen from inside the page. */
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

/** The moment at which a page has decoded sound that is not silence. */
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

/** Presses a button from inside the page and says when. */
const press = (page: Page, name: string): Promise<number> =>
  page.getByRole("button", { name, exact: true }).evaluate((element) => {
    (element as HTMLButtonElement).click();
    return Date.now();
  });

async function measureCall(alice: Person, bob: Person) {
  await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
  const [rings, called] = await Promise.all([
    Promise.all([statusBegins(alice.page, "Ringing"), statusBegins(bob.page, "Ringing")]),
    press(alice.page, `Call ${bob.displayName}`),
  ]);
  const sounds = Promise.all([firstSound(alice.page), firstSound(bob.page)]);
  const answered = await press(bob.page, "Answer");
  const heard = Math.max(...(await sounds));
  const [over, hung] = await Promise.all([statusBegins(bob.page, "Ended"), press(alice.page, "Hang up")]);
  for (const page of [alice.page, bob.page]) await press(page, "Done");
  return {
    "Call to ringing at both": Math.max(...rings) - called,
    "Answer to sound at both": heard - answered,
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
  await findPerson(alice.page, bob);
  const rows: Record<string, number>[] = [];
  for (let i = 0; i < calls; i += 1) rows.push(await measureCall(alice, bob));
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
