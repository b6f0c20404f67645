import type { BenchDatabase, Statement } from "./database";
import { explain, type PlanFigures, together } from "./plan";
import type { Probe } from "./probes";

/** What one question cost. */
export interface ProbeFigures extends PlanFigures {
  /** Milliseconds, the median. */
  readonly ms: number;
  /** How many statements were sent. */
  readonly statements: number;
}

/** Asks several times, after once to warm up, and explains the statements of the last time. */
export async function measure(database: BenchDatabase, probe: Probe, times: number): Promise<ProbeFigures> {
  const milliseconds: number[] = [];
  let last: readonly Statement[] = [];
  for (let turn = 0; turn <= times; turn += 1) {
    const { ms, statements } = await database.record(() => probe.ask(turn));
    if (turn > 0) milliseconds.push(ms);
    last = statements;
  }
  const plans: PlanFigures[] = [];
  for (const statement of last) if (hasPlan(statement)) plans.push(await explain(database, statement));
  return { ms: median(milliseconds), statements: last.length, ...together(plans) };
}

/** Locks and settings are left out: they read nothing, and the lock would be waited for. */
function hasPlan({ sql }: Statement): boolean {
  return /^[\s(]*(with|select|insert|update|delete)\b/i.test(sql) && !/pg_advisory|set_config/.test(sql);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
