import { beforeAll, expect, test } from "vitest";
import { databaseHandle, setDatabase } from "./client";
import type { DatabaseHandle } from "./handle";
import { setTestEnvironment } from "./testing/environment";

// Its DATA_DIR is a file, in which no folder can be made.
beforeAll(setTestEnvironment);

test("a database that could not be opened is tried again by whoever needs it next", async () => {
  const first = databaseHandle();
  await expect(first).rejects.toMatchObject({ code: "ENOTDIR" });
  expect(databaseHandle() === first).toBe(false);
  await expect(databaseHandle()).rejects.toMatchObject({ code: "ENOTDIR" });
});

test("an opening that fails does not take away the database that was set meanwhile", async () => {
  const opening = databaseHandle();
  const other = {} as DatabaseHandle;
  setDatabase(other);
  await expect(opening).rejects.toMatchObject({ code: "ENOTDIR" });
  expect((await databaseHandle()) === other).toBe(true);
});
