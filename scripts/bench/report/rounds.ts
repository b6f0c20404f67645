import { figureOf, type Row, type SubjectName } from "./row";

/** What one round measured: milliseconds by step. */
export type Measured = Readonly<Record<string, number>>;

/** The rounds of each subject as rows, with the steps in the order of the first round. */
export function rowsOf(
  rounds: ReadonlyMap<SubjectName, readonly Measured[]>,
  targets: Readonly<Record<string, Row["target"]>>,
): Row[] {
  const [first] = rounds.values();
  return Object.keys(first?.[0] ?? {}).map((step) => {
    const target = targets[step];
    const figures = Object.fromEntries(
      [...rounds].map(([name, measured]) => [name, figureOf(measured.map((one) => one[step] ?? Number.NaN))]),
    );
    return { step, unit: "ms", figures, ...(target ? { target } : {}) };
  });
}
