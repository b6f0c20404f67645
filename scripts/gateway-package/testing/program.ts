import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { strangersEnvironment } from "./consumer";

/** A program that runs until it is stopped. */
export interface Program {
  /** What it has written so far. */
  output(): string;
  stop(): Promise<void>;
}

/** What to start, where, and what it writes when it is ready. */
export interface ProgramOptions {
  folder: string;
  env?: Record<string, string>;
  ready: RegExp;
}

/**
 * Starts a program in the environment of a stranger, and waits until it is ready. Rejects with its output when it ends
 * before. It has a process group of its own, since `npx` starts further processes, and all of them are to end.
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  { folder, env = {}, ready }: ProgramOptions,
): Promise<Program> {
  const child = spawn(command, args, {
    cwd: folder,
    env: strangersEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      text += chunk;
      if (ready.test(text)) resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}:\n${text}`)));
  });
  return { output: () => text, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  await exited;
}
