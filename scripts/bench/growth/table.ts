import type { GrowthFigures, SizeFigures } from "./growth";
import type { ProbeFigures } from "./measure";

/** The figures as a table: a line for each question, and for each size its time, and the rows and pages it read. */
export function growthTable({ sizes }: GrowthFigures): string {
  const names = [...new Set(sizes.flatMap(({ probes }) => Object.keys(probes)))];
  const heads = sizes.map(
    ({ database, size }) => `${database}: ${number(size.people)} people, ${number(size.present)} here`,
  );
  const lines = names.map((name) => {
    const cells = sizes.map((size) => cell(size, name));
    return [name, ...cells, indexesOf(sizes, name)];
  });
  return [
    ["ms · rows · pages", ...heads, "indexes at the largest size"],
    ["---", ...sizes.map(() => "---:"), "---"],
    ...lines,
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function cell({ probes }: SizeFigures, name: string): string {
  const figures = probes[name];
  if (!figures) return "";
  const scanned = figures.scanned.length > 0 ? ` **reads all of ${figures.scanned.join(", ")}**` : "";
  return `${figures.ms.toFixed(1)} · ${number(figures.rows)} · ${number(figures.buffers)}${scanned}`;
}

function indexesOf(sizes: readonly SizeFigures[], name: string): string {
  const onServer = sizes.filter(({ database }) => database === "PostgreSQL");
  const figures: ProbeFigures | undefined = (onServer.at(-1) ?? sizes.at(-1))?.probes[name];
  return figures?.indexes.join(", ") ?? "";
}

function number(value: number): string {
  return value.toLocaleString("en");
}
