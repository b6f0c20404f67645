import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { root } from "../support/processes.mjs";

/** The programs of the folder, and the source of each. Each becomes one file. */
export const programs = {
  serve: "scripts/deploy/serve.mjs",
  migrate: "scripts/migrate.ts",
  backup: "scripts/backup/backup.ts",
  restore: "scripts/backup/restore.ts",
  admin: "scripts/admin/main.ts",
  doctor: "scripts/doctor/main.ts",
  health: "scripts/deploy/health.mjs",
} as const;

/** Packages that are no plain JavaScript, or that Next must find as it was built. They are beside the programs. */
const kept = ["next", "@next/env", "@electric-sql/pglite", "@node-rs/argon2"];

/**
 * What the programs begin with. They are built into one file each, and all of them find the project's folder from the
 * place of `scripts/support/processes.mjs`, so each takes itself for a file of that folder. Migrations are found from
 * the working directory. The folder that the command was typed in is kept as npm keeps it.
 */
const beginning = `
import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
const __source = new URL("./scripts/support/processes.mjs", import.meta.url).href;
process.env.NODE_ENV ??= "production";
process.env.INIT_CWD ??= process.cwd();
process.chdir(import.meta.dirname);
`;

/** How the programs are made. */
export const programOptions = {
  absWorkingDir: root,
  entryPoints: programs,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  conditions: ["react-server"],
  external: [...kept, "pg-native"],
  banner: { js: beginning },
  define: { "import.meta.url": "__source" },
  legalComments: "none",
  logLevel: "warning",
} satisfies BuildOptions;

/**
 * Makes a folder that runs with Node.js alone: Next's standalone output, our own server, and the programs of an
 * operator. It needs no package manager, no sources, and has no settings and no secret in it.
 *
 * The production build must be there (`ensureBuilt`).
 * @param folder is replaced. Its files are complete once this resolves.
 */
export async function makeStandalone(folder: string): Promise<void> {
  const made = join(root, ".next/standalone");
  if (!existsSync(join(made, ".next"))) {
    throw new Error("There is no standalone build. Run: npm run build:standalone");
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of [".next", "node_modules", "package.json"]) copy(join(made, name), join(folder, name));
  copy(join(root, ".next/static"), join(folder, ".next/static"));
  copy(join(root, ".next/BUILD_ID"), join(folder, ".next/BUILD_ID"));
  copy(join(root, "public"), join(folder, "public"));
  copy(join(root, "lib/db/migrations"), join(folder, "lib/db/migrations"));
  copy(join(root, "LICENSE"), join(folder, "LICENSE"));
  // Both image packages are for `next/image`, which no page uses.
  for (const name of ["sharp", "@img"])
    rmSync(join(folder, "node_modules", name), { recursive: true, force: true });
  // Next's trace has the files that its routes load. The programs load the same packages as modules, other files.
  for (const name of kept.slice(1))
    copy(join(root, "node_modules", name), join(folder, "node_modules", name));
  await build({ ...programOptions, outdir: folder });
}

/** Types and source maps are for people who develop. */
function copy(from: string, to: string): void {
  const filter = (path: string) => !/\.(d\.[cm]?ts|map)$/.test(path);
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter });
}

/** The size of a folder's files, in bytes. */
export function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Where `npm run build:standalone` puts it. */
export const standaloneFolder = resolve(root, "dist");
