import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { type Packed, packPackage } from "../pack";
import { Consumer } from "./consumer";

/**
 * Packs the package and installs it in an empty folder, once for the tests of a file. Returns their `test`: its tests get
 * the folder, and count as skipped when npm's registry could not be reached; and what npm packed.
 *
 * @param more further packages that the stranger installs
 */
export function testInstalled(...more: readonly string[]) {
  const archives = mkdtempSync(join(tmpdir(), "gateway-archive-"));
  const consumer = new Consumer();
  let packed: Packed | undefined;
  let complete = false;

  beforeAll(async () => {
    packed = await packPackage(archives);
    complete = await consumer.install(packed.archive, ...more);
    // Packages that npm's cache does not have yet take their time on a slow network.
  }, 180_000);

  afterAll(() => {
    consumer.remove();
    rmSync(archives, { recursive: true, force: true });
  });

  return {
    test: test.extend<{ stranger: Consumer }>({
      stranger: async ({ task: _task, skip }, use) => {
        skip(!complete, "npm's registry cannot be reached");
        await use(consumer);
      },
    }),
    packed(): Packed {
      if (!packed) throw new Error("the package has not been packed");
      return packed;
    },
  };
}
