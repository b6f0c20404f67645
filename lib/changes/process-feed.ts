import "server-only";
import { oncePerProcess } from "@/lib/db/process-state";
import { env } from "@/lib/env";
import { databaseTransport } from "./database-transport";
import { Feed } from "./feed";
import { redisTransport } from "./redis-transport";

/** The change feed of this process: over Redis where REDIS_URL is set, else in the database. */
export function processFeed(): Feed {
  return oncePerProcess("changes", () => {
    const { REDIS_URL } = env();
    return new Feed(REDIS_URL ? redisTransport(REDIS_URL) : databaseTransport);
  });
}
