import { afterAll, beforeAll } from "vitest";
import type { Database } from "@/lib/db";
import { setDatabase } from "@/lib/db/client";
import type { DatabaseHandle } from "@/lib/db/handle";
import { testDatabases } from "@/lib/db/testing/databases";
import { setTestEnvironment } from "@/lib/db/testing/environment";

/**
 * Gives a test file a fresh database for the route handlers: on the PostgreSQL server if there is one, since the
 * embedded database takes longer to open. The tests of lib/server run on both.
 */
export function startApp(): { readonly db: Database } {
  let handle: DatabaseHandle | undefined;
  beforeAll(async () => {
    setTestEnvironment();
    handle = await testDatabases.find(({ isAvailable }) => isAvailable)?.open();
    setDatabase(handle);
  });
  afterAll(async () => {
    await handle?.close();
    setDatabase(undefined);
  });
  return {
    get db() {
      if (!handle) throw new Error("the database is open only while tests run");
      return handle.db;
    },
  };
}
