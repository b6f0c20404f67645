import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browserZod, writeBrowserZod } from "./browser-zod.mjs";
import { hintScripts } from "./compile-hints.mjs";
import { compressFiles } from "./compressed-files.mjs";
import { mustRun, root } from "./processes.mjs";

const sources = ["app", "components", "lib", "public"];
const files = [
  "package-lock.json",
  "next.config.js",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "tsconfig.json",
  "tsconfig.build.json",
];
const staticFolder = join(root, ".next", "static");
const stampFile = join(root, ".next", "browser-phone-build");

/** A change of a file that only tests read does not make a build out of date. */
const isForTests = (path) => /\.test\.tsx?$|[\\/]_?testing[\\/]/.test(path);

/** A digest of everything that a build depends on, so that unchanged sources are not built twice. */
function sourceDigest() {
  const hash = createHash("sha256");
  // A build for Vercel leaves out what only a server of our own needs (next.config.js).
  hash.update(process.env.VERCEL ? "vercel" : "").update("\0");
  const add = (path) => {
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  };
  for (const folder of sources) {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const path of paths.filter((one) => !isForTests(one)).sort()) add(path);
  }
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) add(path);
  }
  return hash.digest("hex");
}

async function buildWithNext() {
  await writeBrowserZod(root);
  await mustRun("The build", process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    // Next then also copies what a server needs (next.config.js). Vercel has a way of its own.
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      STANDALONE: process.env.VERCEL ? "" : "1",
      BROWSER_ZOD: browserZod,
    },
  });
  if (process.env.VERCEL) return;
  hintScripts(staticFolder);
  await compressFiles(staticFolder);
}

/**
 * Makes the production build, unless the existing one was made from the same sources.
 * @param {() => Promise<void>} build makes the build; tests replace it
 * @param {string} stamp the file with the digest of the sources of the existing build; tests replace it
 */
export async function ensureBuilt(build = buildWithNext, stamp = stampFile) {
  const digest = sourceDigest();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  console.log("Building (once for these sources) …");
  // Removed before the build: an interrupted build must not pass for a complete one.
  rmSync(stamp, { force: true });
  await build();
  writeFileSync(stamp, digest);
}
