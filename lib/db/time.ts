import "server-only";
import { type Placeholder, type SQL, sql } from "drizzle-orm";

// Times are the database's throughout: the clocks of several processes may disagree.

/** SQL: the time that many seconds from now. */
export function fromNow(seconds: number): SQL {
  return secondsAfter(sql`now()`, seconds);
}

/** SQL: the time that many seconds ago. */
export function ago(seconds: number | Placeholder): SQL {
  return sql`now() - make_interval(secs => ${seconds})`;
}

/** SQL: the time that many seconds after `time`. */
export function secondsAfter(time: SQL, seconds: number): SQL {
  return sql`${time} + make_interval(secs => ${seconds})`;
}
