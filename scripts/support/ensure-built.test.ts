import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ensureBuilt } from "./ensure-built.mjs";

it("builds the same sources once, and builds again after an interrupted build", async () => {
  const stamp = join(mkdtempSync(join(tmpdir(), "browser-phone-build-")), "stamp");
  let builds = 0;
  const build = async () => {
    builds += 1;
  };
  await ensureBuilt(build, stamp);
  await ensureBuilt(build, stamp);
  expect(builds).toBe(1);

  const interrupted = async () => {
    expect(existsSync(stamp)).toBe(false);
    throw new Error("interrupted");
  };
  const made = readFileSync(stamp, "utf8");
  writeFileSync(stamp, "other sources");
  await expect(ensureBuilt(interrupted, stamp)).rejects.toThrow("interrupted");
  expect(existsSync(stamp)).toBe(false);
  await ensureBuilt(build, stamp);
  expect(readFileSync(stamp, "utf8")).toBe(made);
});
