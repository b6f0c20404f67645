import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "./processes.mjs";

const stampFile = join(root, "node_modules", ".browser-phone-installed");

/**
 * Throws if this Node.js is too old.
 * @param {string} wanted as in package.json, ">=20.19"
 * @param {string} version as in process.versions.node
 */
export function requireNode(wanted, version) {
  const [least, least2] = wanted.replace(">=", "").split(".").map(Number);
  const [major, minor] = version.split(".").map(Number);
  if (major > least || (major === least && minor >= least2)) return;
  throw new Error(`Node.js ${least}.${least2} or newer is needed; this is ${version}.`);
}

/** Installs the packages of the lock file, unless the packages of this same lock file are installed. */
export async function ensureInstalled() {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  requireNode(engines.node, process.versions.node);
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === lock) return;
  console.log("Installing packages (once) …");
  rmSync(stampFile, { force: true });
  // `npm install`, not `npm ci`: `npm ci` refuses a lock file that lacks the optional packages of this system as
  // "out of sync"; `npm install` keeps every locked version and adds them.
  // `--include=dev` whatever NODE_ENV says: the build needs TypeScript.
  const args = ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  await mustRun("npm install", "npm", args);
  writeFileSync(stampFile, lock);
}
