// Makes the pictures of the README from the real product: `npm run screenshots [-- FOLDER]`. FOLDER is docs/images unless
// named. Faces, names, times and the timer of the call are the same in every run; small levels of sound may differ.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../../e2e/support/chromium";
import { expectStatus } from "../../e2e/support/phone";
import { startStack } from "../../e2e/support/stack";
import { wav } from "../../e2e/support/wav";
import { openPhone, patience, setDoNotDisturb, signUp } from "./browsers";
import { away, bob, chiara, misaki } from "./people";
import { history, oneCall, type Stage, smallScreen } from "./scenes";
import { picture } from "./still";

const folder = resolve(process.argv[2] ?? "docs/images");
mkdirSync(folder, { recursive: true });
const temporary = mkdtempSync(join(tmpdir(), "browser-phone-pictures-"));
const tone = join(temporary, "tone.wav");
// A steady tone, where Chromium's own fake microphone would beep now and then.
writeFileSync(tone, wav({ seconds: 1 }));

const stack = await startStack();
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: [...chromiumArgs, `--use-file-for-fake-audio-capture=${tone}`],
});
try {
  const origin = stack.appUrl;
  const visitor = await browser.newContext();
  for (const person of [chiara, misaki, ...away]) await signUp(visitor.request, origin, person);
  const open = [];
  for (const person of [bob, chiara, misaki]) open.push(await openPhone(browser, origin, person));
  for (const page of open) await expectStatus(page, "Ready", patience);
  const [atBob, atChiara, atMisaki] = open;
  if (!atBob || !atChiara || !atMisaki) throw new Error("A phone was not opened.");
  await setDoNotDisturb(atMisaki);
  const stage: Stage = {
    browser,
    origin,
    bob: atBob,
    chiara: atChiara,
    async take(name, page) {
      const png = await picture(page);
      writeFileSync(join(folder, `${name}.png`), png);
      console.log(`${name}.png: ${Math.round(png.length / 1024)} kB`);
    },
  };
  await oneCall(stage, "en");
  await oneCall(stage, "ja");
  await smallScreen(stage);
  await history(stage);
} finally {
  await browser.close();
  await stack.stop();
  rmSync(temporary, { recursive: true, force: true });
}
