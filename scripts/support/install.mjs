import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "./run.mjs";

const stampFile = join(root, "node_modules", ".browser-phone-installed");

/** Installs exactly what the lock file names, unless that has been done for this very lock file. */
export async function ensureInstalled() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) throw new Error(`Node.js 20 or newer is needed; this is ${process.version}.`);
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === lock) return;
  console.log("Installing packages (once) …");
  // `npm install`, not `npm ci`: a lock file made where a registry lacks other systems' optional packages is
  // "out of sync" to `npm ci`, while `install` keeps every locked version and adds what this system needs.
  // Development packages too, whatever NODE_ENV says: the build needs TypeScript.
  const args = ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  await mustRun("npm install", "npm", args);
  writeFileSync(stampFile, lock);
}
