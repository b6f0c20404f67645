import { type PartName, partNames } from "../arguments";
import { headingOf, type Sections, sectionsText } from "./document";
import type { machineFacts } from "./machine";
import type { PartReport } from "./row";
import { markdownTable } from "./table";

/** A whole run, as its file has it. */
export interface Run {
  readonly machine: ReturnType<typeof machineFacts>;
  readonly options: { readonly quick: boolean; readonly postgresql: boolean };
  /** Without the parts that failed. */
  readonly reports: Partial<Record<PartName, PartReport>>;
}

/** The parts whose app has the database of the run's options. The others choose one, and say so in their rows or notes. */
const onChosenDatabase: ReadonlySet<PartName> = new Set(["calls", "open", "bytes", "idle", "tab"]);

/** Reads a run from its file. */
export function readRun(json: string): Run {
  // JSON has no NaN, and null would pass for 0: it stands for a figure that could not be measured.
  return JSON.parse(json, (key, value) => (key === "value" && value === null ? Number.NaN : value));
}

/** A run in Markdown: a section for each part. */
export function runText(run: Run): string {
  return `${sectionsText(runSections(run))}\n`;
}

/**
 * A run as a section for each part: on what it was measured, the tables, and what a reader must know of them. Each section
 * says the first by itself, since a document may have sections of several runs.
 */
export function runSections(run: Run): Sections {
  const sections = new Map<PartName, string>();
  for (const name of partNames) {
    const report = run.reports[name];
    if (report) sections.set(name, sectionOf(run, name, report));
  }
  return sections;
}

function sectionOf(run: Run, name: PartName, { rows, table, notes = [] }: PartReport): string {
  const tables = [rows.length > 0 ? markdownTable(rows) : undefined, table];
  const lines = notes.map((note) => `(${note})`);
  return [headingOf(name), originOf(run, name), ...tables, ...lines]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

/** On what a part of a run was measured, as a sentence. */
function originOf({ machine, options }: Run, name: PartName): string {
  const { at, cores, processor, loadAtStart, node } = machine;
  const database = options.postgresql ? "PostgreSQL" : "the embedded database";
  const where = [
    `Measured on ${at.slice(0, 10)}`,
    `${cores} cores (${processor})`,
    `load ${loadAtStart} at the start`,
    `Node.js ${node}`,
    ...(onChosenDatabase.has(name) ? [`on ${database}`] : []),
  ];
  const short = options.quick ? " **A quick run: too short to compare figures.**" : "";
  return `${where.join(", ")}.${short}`;
}
