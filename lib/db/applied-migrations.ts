import "server-only";
import { sql } from "drizzle-orm";
import type { Database } from "./handle";
import journal from "./migrations/meta/_journal.json";
import { isDatabaseNotMigrated } from "./unavailable";

/** How the tables of a database compare with this build. */
export interface MigrationState {
  /** How many migrations this build has. */
  readonly known: number;
  /** How many of them are not applied. */
  readonly missing: number;
  /** How many are applied that this build does not know. */
  readonly newer: number;
}

/**
 * Compares the database's list of migrations with this build's. Each has the time of its making for its name, by which
 * drizzle's migrator decides too: it applies those that are later than the last applied one.
 */
export async function readMigrations(db: Database): Promise<MigrationState> {
  const known = journal.entries.map(({ when }) => when);
  const applied = await readApplied(db);
  const last = Math.max(0, ...applied);
  const lastKnown = Math.max(0, ...known);
  return {
    known: known.length,
    missing: known.filter((when) => when > last).length,
    newer: applied.filter((when) => when > lastKnown).length,
  };
}

async function readApplied(db: Database): Promise<number[]> {
  try {
    const answer = await db.execute(sql`select created_at as made from drizzle.__drizzle_migrations`);
    const { rows } = answer as unknown as { rows: { made: unknown }[] };
    return rows.map(({ made }) => Number(made));
  } catch (error) {
    if (isDatabaseNotMigrated(error)) return [];
    throw error;
  }
}
