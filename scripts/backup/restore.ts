import { prepareDatabase } from "../prepare-database";
import { pathOf, runCommand, UsageError, withDatabase } from "./command";
import { readBackup } from "./file";
import { load } from "./load";

const usage = `npm run restore -- FILE [--replace] [--sign-out]

Puts a backup into the database, whole or not at all. "-": from standard input.
  --replace    deletes what the database has now
  --sign-out   nobody stays signed in`;

/** `npm run restore -- FILE`. An older backup is migrated to this version. Stop the app first. */
runCommand(async (args) => {
  const options = args.filter((arg) => arg.startsWith("--"));
  const [file, ...more] = args.filter((arg) => !arg.startsWith("--"));
  const isKnown = options.every((option) => ["--replace", "--sign-out"].includes(option));
  if (!file || more.length > 0 || !isKnown) throw new UsageError(usage);
  await withDatabase(async (handle) => {
    const lines = readBackup(pathOf(file));
    const chosen = { replace: options.includes("--replace"), signOut: options.includes("--sign-out") };
    try {
      const { header, counts } = await load(handle.db, lines, chosen);
      const { users = 0, calls = 0 } = counts;
      console.error(`Restored ${users} people and ${calls} calls as they were at ${header.createdAt}.`);
    } finally {
      await lines.return(undefined);
    }
    await prepareDatabase(handle);
  });
});
