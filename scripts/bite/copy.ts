import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a copy does not need: results, data, and the caches of the packages that are written in place. */
const left = new Set([
  ".git",
  ".next",
  ".data",
  ".env",
  "test-results",
  "playwright-report",
  ".vite",
  ".experimental-vitest-cache",
]);

/** Copies the project into a new temporary folder and returns its path. The packages are hard links. */
export function copyProject(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), "browser-phone-bite-"));
  copyFolder(root, copy, copyFileSync);
  return copy;
}

/** Removes a copy. The files that it links stay where they were. */
export function removeCopy(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}

type PutFile = (from: string, to: string) => void;

function copyFolder(from: string, to: string, putFile: PutFile): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (left.has(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isDirectory()) copyFolder(source, target, entry.name === "node_modules" ? link : putFile);
    else if (entry.isFile()) putFile(source, target);
  }
}

/** Links a file, or copies it where the temporary folder is on another disk. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
