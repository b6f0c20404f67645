import { setDatabase } from "@/lib/db/client";
import { serverAnswers } from "@/lib/db/testing/server";
import { type BenchDatabase, createEmbedded, createOnServer } from "./database";
import { setBenchEnvironment } from "./environment";
import { measure, type ProbeFigures } from "./measure";
import { makeProbes } from "./probes";
import { seed } from "./seed";
import type { Size } from "./size";

/** The figures of one size of one database. */
export interface SizeFigures {
  readonly database: "PostgreSQL" | "PGlite";
  readonly size: Size;
  readonly seedSeconds: number;
  readonly probes: Record<string, ProbeFigures>;
}

/** What growth costs: each question at each size. */
export interface GrowthFigures {
  readonly sizes: readonly SizeFigures[];
}

/** What is measured. */
export interface GrowthOptions {
  /** Without the largest size, which takes minutes to fill. */
  readonly quick: boolean;
  /** How often each question is asked; default 7. */
  readonly times?: number;
  /** Told what is being done. */
  readonly progress?: (line: string) => void;
}

const sizes: readonly Size[] = [
  { people: 100, present: 10, calls: 5_000 },
  { people: 10_000, present: 1_000, calls: 100_000 },
  { people: 1_000_000, present: 10_000, calls: 1_000_000 },
];

/**
 * Measures how the product's questions to the database grow with people, people present and calls: on a database of its
 * own on the PostgreSQL server of this machine, if there is one, and at the smallest size on the embedded database.
 *
 * It needs Node's condition `react-server`, as everything that loads lib/server.
 */
export async function benchGrowth(options: GrowthOptions): Promise<GrowthFigures> {
  setBenchEnvironment();
  const [smallest] = sizes;
  const figures: SizeFigures[] = [];
  if (await serverAnswers()) {
    const those = options.quick ? sizes.slice(0, 2) : sizes;
    figures.push(...(await inDatabase(await createOnServer(), those, options)));
  }
  if (smallest) figures.push(...(await inDatabase(await createEmbedded(), [smallest], options)));
  return { sizes: figures };
}

async function inDatabase(database: BenchDatabase, those: readonly Size[], options: GrowthOptions) {
  setDatabase(database);
  const figures: SizeFigures[] = [];
  try {
    await database.migrate();
    for (const size of those) figures.push(await atSize(database, size, options));
  } finally {
    setDatabase(undefined);
    await database.close();
  }
  return figures;
}

async function atSize(
  database: BenchDatabase,
  size: Size,
  { times = 7, progress = () => {} }: GrowthOptions,
): Promise<SizeFigures> {
  progress(`${database.name}, ${size.people} people: filling`);
  const began = performance.now();
  await seed(database, size);
  const seedSeconds = (performance.now() - began) / 1000;
  progress(`${database.name}, ${size.people} people: measuring (filled in ${seedSeconds.toFixed(1)} s)`);
  const probes: Record<string, ProbeFigures> = {};
  for (const probe of await makeProbes(database)) probes[probe.name] = await measure(database, probe, times);
  return { database: database.name, size, seedSeconds, probes };
}
