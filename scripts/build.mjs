// `npm run build`, as Vercel runs it: migrate the database, then build.
import { ensureBuilt } from "./support/build.mjs";
import { ensureInstalled } from "./support/install.mjs";
import { mustRun } from "./support/run.mjs";

try {
  if (!process.env.VERCEL) await ensureInstalled();
  if (process.env.DATABASE_URL) {
    const args = ["--conditions=react-server", "--import", "tsx", "scripts/migrate.ts"];
    await mustRun("Migrating the database", process.execPath, args);
  } else if (process.env.VERCEL) {
    throw new Error("DATABASE_URL is not set: on Vercel the app needs a PostgreSQL database.");
  }
  await ensureBuilt();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
