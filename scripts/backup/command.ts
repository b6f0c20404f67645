import { resolve } from "node:path";
import nextEnv from "@next/env";
import { openForOperator } from "@/lib/db/client";
import { explainFailure } from "@/lib/db/explain-failure";
import type { DatabaseHandle } from "@/lib/db/handle";
import { env } from "@/lib/env";
import { root } from "../support/processes.mjs";
import { stackEnvironment } from "../support/stack-environment.mjs";
import { standard } from "./file";
import { BackupError } from "./format";

/** What was typed is not understood. The message is how to type it. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Opens the database that `npm start` uses, gives it to `work`, and closes it. */
export async function withDatabase(work: (handle: DatabaseHandle) => Promise<void>): Promise<void> {
  nextEnv.loadEnvConfig(root, false, { info() {}, error: console.error });
  Object.assign(process.env, stackEnvironment(process.env).app);
  const handle = await openForOperator();
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}

/** A file's path as its user means it: npm and the programs of `dist` change the folder. */
export function pathOf(file: string): string {
  return file === standard ? file : resolve(process.env.INIT_CWD || process.cwd(), file);
}

/** Runs a command, and explains an error that an operator can mend. Exit code 2: wrong usage. */
export function runCommand(work: (args: readonly string[]) => Promise<void>): void {
  work(process.argv.slice(2)).catch((error: unknown) => {
    console.error(explain(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof BackupError || error instanceof UsageError) return error.message;
  if (/in use by another process/.test(error.message)) {
    return `${error.message}\nThe embedded database can be open in one process only, and Browser Phone is running.`;
  }
  const name = process.env.DATABASE_URL_UNPOOLED ? "DATABASE_URL_UNPOOLED" : "DATABASE_URL";
  return (process.env.DATABASE_URL && env() && explainFailure(error, name)) || error.message;
}
