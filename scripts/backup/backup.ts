import { pathOf, runCommand, UsageError, withDatabase } from "./command";
import { dump } from "./dump";
import { writeBackup } from "./file";

const usage = `npm run backup -- FILE

Writes all people, calls, blocks, sessions and settings to a new file that only you can read. "-": to standard output.`;

/**
 * `npm run backup -- FILE`. With a PostgreSQL server the app may go on running; the embedded database can be open in one
 * process only.
 */
runCommand(async ([file, ...rest]) => {
  if (!file || rest.length > 0 || (file.startsWith("-") && file !== "-")) throw new UsageError(usage);
  await withDatabase(async ({ db }) => {
    const counts = await writeBackup(pathOf(file), (write) => dump(db, write));
    const { users = 0, calls = 0 } = counts;
    // Standard output may be the backup itself.
    console.error(`Backed up ${users} people and ${calls} calls${file === "-" ? "" : ` to ${file}`}.`);
  });
});
