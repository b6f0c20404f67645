import { ensureBuilt } from "../support/ensure-built.mjs";
import { makeStandalone, sizeOf, standaloneFolder } from "./standalone";

/**
 * `npm run build:standalone`: builds if the sources changed, and makes `dist`. It migrates nothing, since a build may
 * happen where the database is not; `node migrate.mjs` in the folder does.
 */
async function main(): Promise<void> {
  await ensureBuilt();
  await makeStandalone(standaloneFolder);
  const megabytes = Math.round(sizeOf(standaloneFolder) / 1_000_000);
  console.log(
    `Made ${standaloneFolder} (${megabytes} MB). Start it with: node migrate.mjs && node serve.mjs`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
