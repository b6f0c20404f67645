import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "../../support/processes.mjs";
import type { GrowthFigures } from "./growth";

/** Measures growth in a process of its own, since it sets the environment of its process. */
export async function runGrowth(quick: boolean): Promise<GrowthFigures> {
  const folder = mkdtempSync(join(tmpdir(), "browser-phone-growth-"));
  const file = join(folder, "growth.json");
  const script = ["--conditions=react-server", "--import", "tsx", "scripts/bench/growth/main.ts", file];
  try {
    await mustRun("The measurement of growth", process.execPath, [...script, ...(quick ? ["--quick"] : [])], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
