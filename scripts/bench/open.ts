import type { Browser, Page } from "@playwright/test";
import { pause } from "./browser/pause";
import { readyAfter } from "./browser/watch";
import { type Measured, rowsOf } from "./report/rounds";
import type { PartReport, SubjectName } from "./report/row";
import type { Subject, Visitor } from "./subjects/subject";

/** The browser keeps compiled code from the second or third visit on. */
const warmUps = 3;
/** How long (ms) a page is left alone before and after it is opened. */
const restMs = 500;

const targets = { "open page → Ready, warm cache": { overBare: 200 } };

/** Measures how soon somebody who opens the page can be called, with everything in the browser's cache. */
export async function benchOpen(
  browser: Browser,
  subjects: readonly Subject[],
  times: number,
): Promise<PartReport> {
  const visitors = new Map<Subject, Visitor>();
  for (const subject of subjects) visitors.set(subject, await subject.visit(browser));
  for (const { page } of visitors.values()) await page.goto("about:blank");
  const rounds = new Map<SubjectName, Measured[]>(subjects.map(({ name }) => [name, []]));
  for (let round = -warmUps; round < times; round += 1) {
    for (const [{ name }, visitor] of visitors) {
      const measured = await measureOpening(visitor);
      if (round >= 0) rounds.get(name)?.push(measured);
    }
  }
  for (const { context } of visitors.values()) await context.close();
  return {
    rows: rowsOf(rounds, targets),
    notes: [`${times} times each, after ${warmUps} that do not count`],
  };
}

async function measureOpening({ page, url }: Visitor): Promise<Measured> {
  await pause(restMs);
  await page.goto(url, { waitUntil: "commit" });
  const ready = await readyAfter(page);
  await pause(restMs);
  const painted = await firstPaint(page);
  // The page leaves before the next one opens, so that it does not take part in its time.
  await page.goto("about:blank");
  return { "open page → first text": painted, "open page → Ready, warm cache": ready };
}

/** When the page first painted text (ms from the start of the navigation). */
function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  );
}
