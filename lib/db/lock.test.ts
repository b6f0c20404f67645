import { spawn } from "node:child_process";
import { once } from "node:events";
import { link, mkdir, mkdtemp, readdir, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { holdFolder } from "./lock";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "bp-lock-"));
  // The sockets are created there, apart from those of other tests.
  vi.stubEnv("TMPDIR", base);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(base, { recursive: true });
});

const sockets = async () => (await readdir(base)).filter((name) => name.endsWith(".sock"));

/** A process that holds the folder until it is killed. */
async function holder(folder: string) {
  const script = `import("@/lib/db/lock").then(({ holdFolder }) => holdFolder(process.argv[1]))
    .then(() => { setInterval(() => {}, 1000); process.stdout.write("held"); })`;
  const args = ["--conditions=react-server", "--import", "tsx", "-e", script, folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return async () => {
    child.kill("SIGKILL");
    await once(child, "close");
  };
}

test("only one process holds a folder, and releasing it makes it free", async () => {
  const folder = join(base, "one");
  const release = await holdFolder(folder);
  await expect(holdFolder(folder)).rejects.toThrow(/in use by another process/);
  const releaseOther = await holdFolder(`${folder}-other`);
  await release();
  await (await holdFolder(folder))();
  await releaseOther();
});

test("a folder reached by another path is the same folder", async () => {
  const folder = join(base, "real");
  await mkdir(folder);
  await symlink(folder, join(base, "link"));
  const release = await holdFolder(folder);
  await expect(holdFolder(join(base, "link"))).rejects.toThrow(/in use/);
  await release();
});

test("a killed process leaves no lock, and its socket file is removed", async () => {
  const folder = join(base, "killed");
  const kill = await holder(folder);
  await expect(holdFolder(folder)).rejects.toThrow(/in use/);
  await kill();
  expect(await sockets()).toHaveLength(1);
  await (await holdFolder(folder))();
  expect(await sockets()).toEqual([]);
});

/** Leaves a socket that nobody listens on, as a killed process does. */
async function leaveDeadSocket(folder: string): Promise<void> {
  const release = await holdFolder(folder);
  const [name = ""] = await sockets();
  await link(join(base, name), join(base, "kept"));
  await release();
  await rename(join(base, "kept"), join(base, name));
}

test("at most one of several processes started after a kill holds the folder", async () => {
  const folder = join(base, "many");
  let held = 0;
  for (let round = 0; round < 8; round++) {
    await leaveDeadSocket(folder);
    const start = async (ms: number) => sleep(ms).then(() => holdFolder(folder));
    const starts = await Promise.allSettled([0, 0, 1, 2, 3].map(start));
    const holders = starts.filter((one) => one.status === "fulfilled");
    expect(holders.length).toBeLessThanOrEqual(1);
    held += holders.length;
    await Promise.all(holders.map(({ value }) => value()));
  }
  expect(held).toBeGreaterThan(0);
});
