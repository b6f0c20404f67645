import nextEnv from "@next/env";
import { published } from "@/lib/changes";
import { databaseHandle } from "@/lib/db/client";
import { root } from "../support/processes.mjs";
import { stackEnvironment } from "../support/stack-environment.mjs";
import { runCommand } from "./commands";
import { confirmAtTerminal } from "./confirm";
import { UsageError, usage } from "./usage";

/**
 * The operator's command line: switches calling and sign-up, invites, and manages accounts. It works on the database, and
 * the app sees each change at the next call, sign-up or request. Exit codes: 0 done, 1 refused, 2 not understood.
 *
 *   node --conditions=react-server --import tsx scripts/admin/main.ts status
 */
async function main(command: readonly string[]): Promise<void> {
  if (command.length === 0) throw new UsageError(usage);
  // The same files and defaults as `npm start`, so that both find the same database.
  nextEnv.loadEnvConfig(root, false, { info() {}, error: console.error });
  Object.assign(process.env, stackEnvironment(process.env).app);
  const handle = await databaseHandle();
  try {
    console.log(await runCommand(command, confirmAtTerminal));
    // Before the database is closed, over which the app is told of it.
    await published();
  } finally {
    await handle.close();
  }
}

/** What to tell the operator of an error, if it is one that they can mend. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  // PostgreSQL's code for a table that does not exist.
  if ("code" in cause && cause.code === "42P01") {
    return "The database has no tables of this version yet. Start the app once, which prepares it.";
  }
  if (/in use by another process/.test(error.message)) {
    return (
      `${error.message}\nThe embedded database can be open in one process only, and Browser Phone is running. ` +
      "With a PostgreSQL server (DATABASE_URL) this command works while the app runs."
    );
  }
  return error.message;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
