import { z } from "zod";

/**
 * The first line of a backup. The file is gzip of lines of text:
 *
 *   {"browserPhone":"backup", …}         this header
 *   users<TAB>{"id":"u_1", …}            a row, as PostgreSQL's to_jsonb writes it; parents before their children
 *   end<TAB>{"users":1, …}               how many rows of each table; a file without it was cut off
 *
 * It is logical and not a copy of files, so it does not depend on the version of PostgreSQL or of PGlite, and what one of
 * the two wrote the other can read.
 */
export const headerSchema = z.object({
  browserPhone: z.literal("backup"),
  format: z.literal(1),
  /** ISO 8601, by the database's clock. */
  createdAt: z.string(),
  /** The hashes of the migrations that the database had, in their order. */
  migrations: z.array(z.string()).min(1),
  /** The tables of which there are rows, parents first. */
  tables: z.array(z.string()),
  /** The last number that was given to each identity column; null: none yet. */
  identities: z.array(z.object({ table: z.string(), column: z.string(), last: z.number().int().nullable() })),
});

export type Header = z.infer<typeof headerSchema>;

/** How many rows of each table. */
export const countsSchema = z.record(z.string(), z.number().int());

export type Counts = z.infer<typeof countsSchema>;

/**
 * Tables that a backup leaves out: who is here at this moment, the counters of limits and the challenges of passkeys, which
 * are worth nothing after minutes, and the counts of calls, which are made anew from the calls.
 */
export const leftOut: readonly string[] = ["presence", "rate_limits", "passkey_challenges", "call_counts"];

/** The backup cannot be made or restored. The message says what to do. */
export class BackupError extends Error {
  override name = "BackupError";
}
