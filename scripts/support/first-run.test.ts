import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { engines } from "../../package.json";
import { ensureBuilt } from "./build.mjs";
import { requireNode } from "./install.mjs";

it("builds once for the same sources; an interrupted build is not taken for one", async () => {
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

it.each([
  ["18.20.4", false],
  ["20.9.0", false],
  ["20.19.0", true],
  ["21.0.0", true],
  ["22.12.0", true],
])("Node.js %s: %s", (version, enough) => {
  const check = () => requireNode(engines.node, version);
  if (enough) expect(check).not.toThrow();
  else expect(check).toThrow("Node.js 20.19 or newer is needed");
});
