import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import type { EnvFile } from "@/lib/provision/apply";
import { Problem } from "@/lib/provision/problem";
import { writePrivateFile } from "../support/write-file.mjs";

/** The environment file on the disk. */
export interface DiskFile extends EnvFile {
  /** Whether others than its owner may read it. */
  isOpenToOthers(): boolean;
  makePrivate(): void;
  /** Throws a Problem unless the file can be written. Leaves no trace. */
  checkWritable(): void;
}

/** Opens the file at `path`, which need not exist. A link is followed: the file that it leads to is written. */
export function openEnvFile(path: string): DiskFile {
  const name = basename(path);
  const target = follow(path, name);
  const stats = statOf(target, name);
  if (stats && !stats.isFile()) {
    throw new Problem(
      `${name} is not a file, but ${stats.isDirectory() ? "a folder" : "something else"}: move it away, or name another one with --file.`,
      2,
    );
  }
  return {
    name,
    read: () => (stats || statOf(target, name) ? readText(target, name) : ""),
    write(text) {
      writePrivateFile(target, text);
      // Root may edit the file of a service's user, who must be able to read it still.
      if (stats && process.getuid?.() === 0) chownSync(target, stats.uid, stats.gid);
    },
    isOpenToOthers: () => process.platform !== "win32" && ((statOf(target, name)?.mode ?? 0) & 0o077) !== 0,
    makePrivate: () => chmodSync(target, 0o600),
    checkWritable: () => checkWritable(target, name, stats),
  };
}

function follow(path: string, name: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT" && !isLink(path)) return path;
    throw new Problem(`${name} leads to no file (${codeOf(error)}): correct its path or its link.`, 2);
  }
}

/** Whether there is a link, which then leads nowhere. */
function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function checkWritable(target: string, name: string, stats: Stats | undefined): void {
  const user = process.getuid?.();
  if (stats && user !== undefined && user !== 0 && stats.uid !== user) {
    throw new Problem(`${name} belongs to another user: run this as that user.`, 2);
  }
  // The file is replaced by a new one beside it, so what must be writable is its folder.
  const trial = `${target}.${process.pid}.trial`;
  try {
    closeSync(openSync(trial, "wx", 0o600));
    rmSync(trial);
  } catch (error) {
    const folder = dirname(target);
    throw new Problem(
      existsSync(folder)
        ? `${name} cannot be written, since ${folder} does not allow it (${codeOf(error)}): permit it, or name another file with --file.`
        : `The folder ${folder} does not exist: make it, or name another file with --file.`,
      2,
    );
  }
}

function readText(target: string, name: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(target);
  } catch (error) {
    throw new Problem(
      `${name} cannot be read (${codeOf(error)}): permit it, or name another file with --file.`,
      2,
    );
  }
  const text = bytes.toString("utf8");
  // Other bytes would not survive being read and written.
  if (!Buffer.from(text).equals(bytes))
    throw new Problem(`${name} is not UTF-8: save it in this encoding, then run this again.`, 2);
  return text;
}

function statOf(target: string, name: string): Stats | undefined {
  try {
    return statSync(target, { throwIfNoEntry: false });
  } catch (error) {
    throw new Problem(
      `${name} cannot be read (${codeOf(error)}): permit it, or name another file with --file.`,
      2,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
