import type { machineFacts } from "./machine";
import type { PartReport } from "./row";
import { markdownTable } from "./table";

/** A whole run, as its file has it. */
export interface Run {
  readonly machine: ReturnType<typeof machineFacts>;
  readonly options: { readonly quick: boolean; readonly postgresql: boolean };
  /** By the name of the part. */
  readonly reports: Record<string, PartReport>;
}

/** Reads a run from its file. */
export function readRun(json: string): Run {
  // JSON has no NaN, and null would pass for 0: it stands for a figure that could not be measured.
  return JSON.parse(json, (key, value) => (key === "value" && value === null ? Number.NaN : value));
}

/** A run in Markdown: on what it measured, a table for each part, and what a reader must know of it. */
export function runText({ machine, options, reports }: Run): string {
  const { at, cores, processor, loadAtStart, node } = machine;
  const where = `${at.slice(0, 10)}, ${cores} cores (${processor}), load ${loadAtStart} at the start, Node.js ${node}`;
  const database = options.postgresql ? "PostgreSQL" : "the embedded database";
  const short = options.quick ? " **A quick run: too short to compare figures.**" : "";
  const sections = Object.entries(reports).map(([name, report]) => sectionOf(name, report));
  return `Measured on ${where}, on ${database}.${short}\n\n${sections.join("\n")}`;
}

function sectionOf(name: string, { rows, table, notes = [] }: PartReport): string {
  const tables = [rows.length > 0 ? markdownTable(rows) : undefined, table];
  const lines = notes.map((note) => `(${note})`);
  return [`**${name}**`, ...tables, ...lines]
    .filter((part) => part !== undefined)
    .map((part) => `${part}\n`)
    .join("\n");
}
