import "server-only";
import { readMigrations } from "@/lib/db/applied-migrations";
import type { SetupCheckUp } from "../base/check";
import { failed, ok, skipped } from "../base/finding";
import { DatabaseElsewhere } from "../base/needs";

/** Whether the tables are those of this build: every migration is applied, and none of a newer build. */
export const migrationsCheck: SetupCheckUp = {
  id: "migrations",
  after: ["database"],
  async run({ env, database }) {
    const db = await database().catch((error: unknown) => {
      if (error instanceof DatabaseElsewhere) return null;
      throw error;
    });
    if (!db) return skipped(onlyTheApp);
    const { missing, newer, known } = await readMigrations(db);
    if (newer > 0) {
      return failed("migrations_newer", {
        detail: `The database has ${newer} migration${newer === 1 ? "" : "s"} of a newer build than this one.`,
        fix: "Deploy the newer build again, or restore the backup that was made before it.",
        number: newer,
      });
    }
    if (missing > 0) {
      return failed("migrations_missing", {
        detail: `${missing} of the ${known} migrations of this build are not applied.`,
        fix: env.VERCEL
          ? "Deploy again: the build on Vercel applies them."
          : "Start the app again with `npm start`, which applies them.",
        number: missing,
      });
    }
    return ok(`all ${known} migrations are applied`);
  },
};

/** Why a command leaves out what only the process with the open database can look at. */
export const onlyTheApp =
  "The embedded database is open in the running app: its Diagnostics page makes this check.";
