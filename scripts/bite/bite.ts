import { switchOff } from "./mutate";
import type { Control, DatabaseName, Row } from "./rows/row";
import { runTests, selectionOf } from "./run-tests";

/** How the tests took a control that was off. */
export interface Bite {
  readonly row: Row;
  readonly control: Control;
  /** How many of the runs noticed. */
  readonly bitten: number;
  readonly runs: number;
  /** The title of the first test that noticed, or why none did. */
  readonly by: string;
}

/** The databases of `available` on each of which the tests of a control must notice; undefined: they use none. */
export function databasesOf(
  { on }: Control,
  available: readonly DatabaseName[],
): readonly (DatabaseName | undefined)[] {
  return on ? on.filter((name) => available.includes(name)) : [undefined];
}

/** Switches a control off in the project at `root`, lets the tests run, and switches it on again. */
export async function bite(
  root: string,
  { row, control }: { readonly row: Row; readonly control: Control },
  databases: readonly DatabaseName[],
): Promise<Bite> {
  const switchOn = switchOff(root, control);
  let [bitten, runs] = [0, 0];
  const noticed: string[] = [];
  const unnoticed: string[] = [];
  try {
    for (const database of databasesOf(control, databases)) {
      for (let count = 0; count < (control.times ?? 1); count++) {
        const run = await runTests(root, selectionOf(control, database));
        runs += 1;
        if (run.failed.length > 0) bitten += 1;
        noticed.push(...run.failed.slice(0, 1).map(({ title }) => title));
        if (run.failed.length === 0)
          unnoticed.push(`${database ?? ""} ${run.broken ?? "no test failed"}`.trim());
      }
    }
  } finally {
    switchOn();
  }
  return { row, control, bitten, runs, by: unnoticed[0] ?? noticed[0] ?? "no database to run on" };
}

/** Whether the tests noticed each time. */
export function isBitten({ bitten, runs }: Bite): boolean {
  return runs > 0 && bitten === runs;
}
