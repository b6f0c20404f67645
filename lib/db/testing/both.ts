import { beforeAll, describe } from "vitest";
import { setDatabase } from "@/lib/db/client";
import { testDatabases } from "./databases";
import { setTestEnvironment } from "./environment";

/** Runs the tests on a fresh PostgreSQL database and again on a fresh embedded one. */
export function onBothDatabases(tests: (name: "PostgreSQL" | "PGlite") => void): void {
  for (const { name, isAvailable, open } of testDatabases) {
    describe.runIf(isAvailable)(`on ${name}`, () => {
      beforeAll(async () => {
        setTestEnvironment();
        const handle = await open();
        setDatabase(handle);
        return async () => {
          setDatabase(undefined);
          await handle.close();
        };
      });
      tests(name);
    });
  }
}
