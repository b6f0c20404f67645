import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { waitForOk } from "../../support/processes.mjs";

/** A user who owns nothing; undefined where this process may not become another one. */
export const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** A program of the standalone folder that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  readonly ended: Promise<Finished>;
  /** Ends it by SIGTERM, as Docker and systemd do. */
  stop(): Promise<Finished>;
}

/** Starts a command in a folder as a user who may only read there, with this environment and no other. */
export function start(
  folder: string,
  [command = "", ...args]: readonly string[],
  env: Record<string, string>,
): Running {
  const child = spawn(command === "node" ? process.execPath : command, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...nobody,
  });
  let output = "";
  const hear = (data: Buffer) => {
    output += data.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  // A test runner that gives up exits, and would leave it running.
  const orphaned = () => child.kill("SIGTERM");
  process.once("exit", orphaned);
  const ended = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("exit", orphaned);
      resolve({ code, output });
    });
  });
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return { child, output: () => output, ended, stop };
}

/** Runs a command to its end. */
export function finish(
  folder: string,
  command: readonly string[],
  env: Record<string, string>,
): Promise<Finished> {
  return start(folder, command, env).ended;
}

/** Waits until the server's own health is good. Throws with what the server wrote when it stops instead. */
export async function healthy(server: Running, { PORT = "" }: Record<string, string>): Promise<void> {
  const keepWaiting = () => server.child.exitCode === null;
  await waitForOk(`http://127.0.0.1:${PORT}/api/health`, { seconds: 300, keepWaiting }).catch(
    (error: Error) => {
      throw new Error(`${error.message}\n${server.output()}`);
    },
  );
}

/** A folder where the programs may write. */
export function writableFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o777);
  return path;
}

/** Lets nobody write in a folder, not even its owner. */
export function freeze(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink())
      chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
  }
  chmodSync(folder, 0o555);
}
