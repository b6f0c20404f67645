import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDatabase } from "./client";
import { calls } from "./schema";

const kills = process.env.SOAK === "1" ? 20 : 4;

/** Lets a process write calls, kills it, and returns the refs that it reported as committed. */
async function writeAndKill(folder: string): Promise<string[]> {
  const args = ["--conditions=react-server", "--import", "tsx", "lib/db/testing/write-calls.ts", folder];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const committed: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => committed.push(line));
  await Promise.race([once(lines, "line"), once(child, "exit")]);
  await sleep(50 + Math.random() * 150);
  child.kill("SIGKILL");
  await once(child, "close");
  return committed;
}

test(`a process killed ${kills} times while it writes loses no committed call`, {
  timeout: kills * 30_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "bp-killed-"));
  try {
    const committed: string[] = [];
    for (let count = 0; count < kills; count++) committed.push(...(await writeAndKill(folder)));
    expect(committed.length).toBeGreaterThan(kills);
    const { db, close } = await openDatabase({ folder });
    const there = new Set((await db.select({ ref: calls.ref }).from(calls)).map(({ ref }) => ref));
    await close();
    expect(committed.filter((ref) => !there.has(ref))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
