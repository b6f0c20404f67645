import { type Browser, expect, type Page } from "@playwright/test";
import type { PersonOptions } from "../../e2e/support/people";
import { button, incoming, expectStatus as statusWithin } from "../../e2e/support/phone";
import en from "../../lib/i18n/en.json";
import ja from "../../lib/i18n/ja.json";
import { openPhone, patience } from "./browsers";
import { alice, emma, misaki } from "./people";
import { fixHistory, stopTimer } from "./still";

/** What a scene needs: the product, the phones of Bob and Chiara, which are in English, and where its pictures go. */
export interface Stage {
  readonly browser: Browser;
  readonly origin: string;
  readonly bob: Page;
  readonly chiara: Page;
  /** Takes a picture of what the page shows. `name`: that of its file, without the ending. */
  readonly take: (name: string, page: Page) => Promise<void>;
}

const texts = { en: en.phone, ja: ja.phone };
/** A language of the pages. */
export type Language = keyof typeof texts;

const expectStatus = (page: Page, text: string) => statusWithin(page, text, patience);

const desktop: PersonOptions = { viewport: { width: 1200, height: 720 }, colorScheme: "light" };
const dark: PersonOptions = { ...desktop, colorScheme: "dark" };
const small: PersonOptions = { viewport: { width: 390, height: 780 }, colorScheme: "light" };

/** Runs `scene` on Alice's phone, once it is ready, and closes it afterwards. */
async function withAlice(
  stage: Stage,
  language: Language,
  options: PersonOptions,
  scene: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await openPhone(stage.browser, stage.origin, alice, { ...options, locale: language });
  const { statusLabel, status } = texts[language];
  const phone = page.getByRole("status", { name: statusLabel, exact: true });
  await phone.filter({ hasText: status.ready }).waitFor();
  await scene(page);
  await page.context().close();
}

/** Bob calls Alice. Resolves once her page shows it. */
async function letBobCall({ bob }: Stage, page: Page, language: Language): Promise<void> {
  await expectStatus(bob, "Ready");
  await button(bob, "Call Alice").click();
  const { label } = texts[language].incoming;
  await page.getByRole("alertdialog", { name: label, exact: true }).waitFor();
}

/** Alice answers. Resolves once the quality of the call is known, and the timer stands still. */
async function answer(page: Page, language: Language): Promise<void> {
  const { incoming, quality } = texts[language];
  await page.getByRole("button", { name: incoming.answer, exact: true }).click();
  const good = quality.label.replace("{level}", quality.excellent);
  await page.getByRole("button", { name: good, exact: true }).waitFor({ timeout: patience * 2 });
  await stopTimer(page);
}

/** Bob hangs up, and his phone is ready for the next scene. */
async function letBobHangUp({ bob }: Stage): Promise<void> {
  await button(bob, "Hang up").click();
  await button(bob, "Done").click();
  await expectStatus(bob, "Ready");
}

/** The list of people, a call that rings, and that call after it was answered. */
export async function oneCall(stage: Stage, language: Language): Promise<void> {
  await withAlice(stage, language, desktop, async (page) => {
    await stage.take(`people-${language}`, page);
    await letBobCall(stage, page, language);
    await stage.take(`incoming-${language}`, page);
    await answer(page, language);
    await stage.take(`in-call-${language}`, page);
    await letBobHangUp(stage);
  });
}

/** A call on a screen as wide as a telephone's. */
export async function smallScreen(stage: Stage): Promise<void> {
  await withAlice(stage, "en", small, async (page) => {
    await letBobCall(stage, page, "en");
    await stage.take("small-incoming", page);
    await answer(page, "en");
    await stage.take("small-in-call", page);
    await letBobHangUp(stage);
  });
}

/** Calls of each kind: nobody there, busy, missed, and an anonymous one. */
async function fillHistory({ chiara }: Stage, page: Page): Promise<void> {
  await button(page, `Call ${emma.displayName}`).click();
  await expectStatus(page, "Ended: offline");
  await button(page, "Done").click();
  await button(page, `Call ${misaki.displayName}`).click();
  await expectStatus(page, "Ended: busy");
  await button(page, "Done").click();

  await expectStatus(chiara, "Ready");
  await button(chiara, "Call Alice").click();
  await incoming(page).waitFor();
  await button(chiara, "Hang up").click();
  await button(chiara, "Done").click();
  await incoming(page).waitFor({ state: "hidden" });
  await button(chiara, "Options for Alice").click();
  await chiara.getByRole("menuitem", { name: "Call anonymously" }).click();
  await button(page, "Answer").click();
  await expectStatus(page, "In call");
  await button(page, "Hang up").click();
}

/** The history with calls of each kind, in dark colours. */
export async function history(stage: Stage): Promise<void> {
  await withAlice(stage, "en", dark, async (page) => {
    await fillHistory(stage, page);
    await fixHistory(page);
    await page.goto(`${stage.origin}/history`);
    const rows = page.getByRole("listitem").filter({ has: button(page, "Call back") });
    await expect(rows).toHaveCount(7, { timeout: patience });
    await expect(rows.first()).toContainText("completed", { timeout: patience });
    await expectStatus(page, "Ready");
    await stage.take("history", page);
  });
}
