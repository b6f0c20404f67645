import "server-only";
import { databaseHandle } from "@/lib/db/client";
import { oncePerProcess, processState } from "@/lib/db/process-state";
import { env } from "@/lib/env";
import { databaseTransport } from "./database-transport";
import { Feed } from "./feed";
import { redisTransport } from "./redis-transport";

/** The change feed of this process: over Redis where REDIS_URL is set, else in the database. */
export function processFeed(): Feed {
  return oncePerProcess("changes", () => {
    const { REDIS_URL } = env();
    const database = () => databaseTransport(() => processState.database, databaseHandle);
    return new Feed(REDIS_URL ? redisTransport(REDIS_URL) : database());
  });
}
