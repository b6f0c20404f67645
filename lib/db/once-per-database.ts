import "server-only";
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
