import type { BenchDatabase, Statement } from "./database";

/** What the database did for a statement. */
export interface PlanFigures {
  /** Rows and index entries that were read, those that a filter dropped among them. */
  readonly rows: number;
  /** Pages (8 kB) that were looked at, in memory or on the disk. */
  readonly buffers: number;
  /** The indexes that were used. */
  readonly indexes: readonly string[];
  /** The tables that were read from end to end, with more rows than `smallTable`. */
  readonly scanned: readonly string[];
}

/** A table of fewer rows than this is read from end to end as quickly as through an index. */
const smallTable = 1_000;

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly "Shared Hit Blocks"?: number;
  readonly "Shared Read Blocks"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Explains a statement while it runs. What it changes is undone. */
export async function explain(database: BenchDatabase, statement: Statement): Promise<PlanFigures> {
  const root = await planOf(database, statement);
  const scans = nodesOf(root).filter(readsTable);
  const wide = scans.filter((node) => node["Node Type"] === "Seq Scan" && readBy(node) >= smallTable);
  return {
    rows: sum(scans.map(readBy)),
    buffers: (root["Shared Hit Blocks"] ?? 0) + (root["Shared Read Blocks"] ?? 0),
    indexes: unique(scans.map((node) => node["Index Name"])),
    scanned: unique(wide.map((node) => node["Relation Name"])),
  };
}

/** The figures of several statements together. */
export function together(figures: readonly PlanFigures[]): PlanFigures {
  return {
    rows: sum(figures.map(({ rows }) => rows)),
    buffers: sum(figures.map(({ buffers }) => buffers)),
    indexes: unique(figures.flatMap(({ indexes }) => indexes)),
    scanned: unique(figures.flatMap(({ scanned }) => scanned)),
  };
}

async function planOf(database: BenchDatabase, { sql, parameters }: Statement): Promise<PlanNode> {
  const [row] = await database.undone(`explain (analyze, buffers, format json) ${sql}`, parameters);
  const answer = row?.["QUERY PLAN"] as { Plan: PlanNode }[] | undefined;
  const plan = answer?.[0]?.Plan;
  if (!plan) throw new Error(`no plan for ${sql}`);
  return plan;
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function readsTable(node: PlanNode): boolean {
  return node["Relation Name"] !== undefined || node["Node Type"] === "Bitmap Index Scan";
}

/** PostgreSQL gives the average of a node's loops. */
function readBy(node: PlanNode): number {
  const dropped = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
  return (node["Actual Rows"] + dropped) * node["Actual Loops"];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

function unique(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
