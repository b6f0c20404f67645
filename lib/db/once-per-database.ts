import "server-only";
import { QueryPromise } from "drizzle-orm";
import type { Database } from "./handle";

/**
 * Keeps what `make` makes for each database, for statements with placeholders: to put a long statement together takes longer
 * than to run it. `prepare` it without a name, so that nothing of it stays in a connection, which a pooler may hand to
 * others.
 */
export function oncePerDatabase<Made>(make: (db: Database) => Made): (db: Database) => Made {
  const kept = new WeakMap<Database, { readonly made: Made }>();
  return (db) => {
    const entry = kept.get(db) ?? { made: make(db) };
    kept.set(db, entry);
    return entry.made;
  };
}

/**
 * A prepared statement with its values, for `together`: it starts when somebody asks for its result, while `execute` of
 * drizzle starts it at once.
 */
export function withValues<Values extends Record<string, unknown>, Result>(
  statement: { execute(values: Values): Promise<Result> },
  values: Values,
): QueryPromise<Result> {
  return new Filled(() => statement.execute(values));
}

class Filled<Result> extends QueryPromise<Result> {
  constructor(override readonly execute: () => Promise<Result>) {
    super();
  }
}
