import type { Page } from "@playwright/test";
import { launchProfiles } from "./browser/launch";
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

/**
 * Measures how soon somebody who opens the page can be called, with everything in the browser's cache: in a new tab of a browser
 * with a profile, whose first page it is.
 */
export async function benchOpen(subjects: readonly Subject[], times: number): Promise<PartReport> {
  const { contexts, close } = launchProfiles();
  try {
    const visitors = new Map<Subject, Visitor>();
    for (const subject of subjects) {
      const visitor = await subject.visit(contexts);
      await visitor.page.close();
      visitors.set(subject, visitor);
    }
    const rounds = new Map<SubjectName, Measured[]>(subjects.map(({ name }) => [name, []]));
    for (let round = -warmUps; round < times; round += 1) {
      for (const [{ name }, visitor] of visitors) {
        const measured = await measureOpening(visitor);
        if (round >= 0) rounds.get(name)?.push(measured);
      }
    }
    return {
      rows: rowsOf(rounds, targets),
      notes: [`${times} times each, after ${warmUps} that do not count`],
    };
  } finally {
    await close();
  }
}

async function measureOpening({ context, url }: Visitor): Promise<Measured> {
  const page = await context.newPage();
  await pause(restMs);
  await page.goto(url, { waitUntil: "commit" });
  const ready = await readyAfter(page);
  await pause(restMs);
  const painted = await firstPaint(page);
  // The tab is closed before the next one opens, so that it does not take part in its time.
  await page.close();
  return { "open page → first text": painted, "open page → Ready, warm cache": ready };
}

/** When the page first painted text (ms from the start of the navigation). */
function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  );
}
