// `npm run build`, which Vercel runs too: migrates the database (not for a preview), then builds.
import { ensureBuilt } from "./support/ensure-built.mjs";
import { ensureInstalled } from "./support/ensure-installed.mjs";
import { migratesOnBuild } from "./support/migrates-on-build.mjs";
import { mustRun } from "./support/processes.mjs";

try {
  if (!process.env.VERCEL) await ensureInstalled();
  if (process.env.VERCEL && !process.env.DATABASE_URL) {
    console.warn("DATABASE_URL is not set: the deployment will show a page that says so, and nothing else.");
  }
  if (migratesOnBuild(process.env)) {
    const args = ["--conditions=react-server", "--import", "tsx", "scripts/migrate.ts"];
    if (process.env.VERCEL) args.push("--before-deployment");
    await mustRun("Migrating the database", process.execPath, args);
  }
  await ensureBuilt();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
