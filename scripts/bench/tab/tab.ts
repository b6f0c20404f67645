import type { Browser, BrowserContext } from "@playwright/test";
import { expectStatus } from "../../../e2e/support/phone";
import { pause } from "../browser/pause";
import type { PartReport, Row, SubjectName } from "../report/row";
import { slope } from "../report/statistics";
import type { Pair, Subject } from "../subjects/subject";
import { type Reading, readPage } from "./readings";
import { countRenders, installRenderCounter } from "./renders";

/** How long (s) a tab is watched; how long before, since the engine compiles and caches fill; and how long renders count. */
const whole = { watched: 600, settled: 20, counted: 20 };
const short = { watched: 30, settled: 5, counted: 10 };
type Spans = typeof whole;

/** What a tab does meanwhile. */
type State = "Ready" | "in a call";

/** The renders (a second) that a call may cost: a timer, the quality each second, and now and then something else. */
const rendersTarget = { atMost: 5 };

/**
 * Measures what a tab costs that is left open, and one in a call, for ten minutes: processor time, and whether memory, nodes
 * or listeners grow. All subjects are measured at the same time. Afterwards React's renders are counted, in other
 * pages.
 */
export async function benchTab(
  browser: Browser,
  subjects: readonly Subject[],
  quick: boolean,
): Promise<PartReport> {
  const spans = quick ? short : whole;
  const measured = await Promise.all(subjects.map((subject) => measureTabs(browser, subject, spans)));
  const readings = new Map(subjects.map(({ name }, index) => [name, measured[index]] as const));
  const rows = (["Ready", "in a call"] as const).flatMap((state) =>
    rowsOf(state, (name) => readings.get(name)?.[state]),
  );
  const renders: Partial<Record<SubjectName, Record<State, unknown>>> = {};
  const renderRows: Record<State, Row["figures"]> = { Ready: {}, "in a call": {} };
  const componentRows: Record<State, Row["figures"]> = { Ready: {}, "in a call": {} };
  for (const subject of subjects.filter(({ name }) => name !== "bare")) {
    const counts = await measureRenders(browser, subject, spans.counted);
    renders[subject.name] = counts;
    for (const state of ["Ready", "in a call"] as const) {
      const { commits, components } = counts[state];
      renderRows[state] = { ...renderRows[state], [subject.name]: { value: commits } };
      componentRows[state] = { ...componentRows[state], [subject.name]: { value: components } };
    }
  }
  for (const state of ["Ready", "in a call"] as const) {
    const unit = { unit: "/s", digits: 1 };
    rows.push(
      { step: `${state}: React renders`, ...unit, figures: renderRows[state], target: rendersTarget },
      { step: `${state}: components rendered`, ...unit, figures: componentRows[state] },
    );
  }
  return {
    rows,
    notes: [`each for ${spans.watched} s, after ${spans.settled} s in which it settles`],
    more: { readings: Object.fromEntries(readings), renders },
  };
}

/** One tab that is left open, and the caller's of a call, at the same time. */
async function measureTabs(
  browser: Browser,
  subject: Subject,
  { watched, settled }: Spans,
): Promise<Record<State, Reading[]>> {
  const idle = await subject.visit(browser);
  const pair = await subject.pair(browser);
  await talk(pair);
  await pause(settled * 1_000);
  const every = Math.max(5, watched / 20);
  const [atRest, inCall] = await Promise.all([
    readPage(idle.page, watched, every),
    readPage(pair.caller.page, watched, every),
  ]);
  await expectStatus(pair.caller.page, "In call");
  await closeAll([idle.context, pair.caller.context, pair.callee.context]);
  return { Ready: atRest, "in a call": inCall };
}

async function measureRenders(browser: Browser, subject: Subject, seconds: number) {
  const pair = await subject.pair(browser);
  const { page, context } = pair.caller;
  await installRenderCounter(context);
  await page.reload();
  await expectStatus(page, "Ready");
  await pause(2_000);
  const ready = await countRenders(page, seconds);
  await pair.showCallee();
  await talk(pair);
  await pause(2_000);
  const inCall = await countRenders(page, seconds);
  await closeAll([context, pair.callee.context]);
  return { Ready: ready, "in a call": inCall };
}

async function talk({ caller, callee, callButton }: Pair): Promise<void> {
  await callButton.click();
  await callee.page.getByRole("button", { name: "Answer", exact: true }).click();
  await Promise.all([caller, callee].map(({ page }) => expectStatus(page, "In call")));
}

async function closeAll(contexts: readonly BrowserContext[]): Promise<void> {
  for (const context of contexts) await context.close();
}

function rowsOf(state: State, readings: (name: SubjectName) => readonly Reading[] | undefined): Row[] {
  const names: readonly SubjectName[] = ["bare", "before", "ours"];
  const row = (step: string, unit: string, value: (readings: readonly Reading[]) => number): Row => ({
    step: `${state}: ${step}`,
    unit,
    digits: 1,
    figures: Object.fromEntries(
      names.flatMap((name) => {
        const taken = readings(name);
        return taken ? [[name, { value: value(taken) }]] : [];
      }),
    ),
  });
  const perMinute = (key: "heap" | "nodes" | "listeners", divisor: number) => (taken: readonly Reading[]) =>
    (slope(taken.map((one) => [one.at, one[key]])) * 60) / divisor;
  return [
    row("processor", "%", cpuPercent),
    row("heap at the end", "MB", (taken) => (taken.at(-1)?.heap ?? Number.NaN) / 1e6),
    row("growth of the heap a minute", "kB", perMinute("heap", 1_000)),
    row("growth of nodes a minute", "", perMinute("nodes", 1)),
    row("growth of listeners a minute", "", perMinute("listeners", 1)),
  ];
}

/** The share of one core that the page's process took. */
function cpuPercent(readings: readonly Reading[]): number {
  const [first, last] = [readings[0], readings.at(-1)];
  return first && last ? ((last.cpu - first.cpu) / (last.at - first.at)) * 100 : Number.NaN;
}
