import { afterAll, beforeAll } from "vitest";
import type { Database } from "@/lib/db";
import { setDatabase } from "@/lib/db/client";
import type { DatabaseHandle } from "@/lib/db/handle";
import { testDatabases } from "@/lib/db/testing/databases";
import { setTestEnvironment } from "@/lib/db/testing/environment";

/**
 * Runs a file's tests against the handlers, on a fresh database of the file's own: on the PostgreSQL server where
 * there is one, since the embedded database takes seconds to open. The tests of the data run on both.
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
