import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the questions are asked by Node alone, without Next's bundler", () => {
  const load = 'import("./scripts/bench/growth/probes.ts")';
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "--eval", load],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
