import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync, linkSync, rmSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { BackupError } from "./format";

/** Standard output, or standard input. */
export const standard = "-";

/** No row of ours comes near it (characters). A longer line would fill the memory. */
const longestLine = 16 * 1024 * 1024;

type Write = (line: string) => Promise<void>;

/**
 * Writes a backup whole or not at all, readable only by its owner, and never over another file. `-`: to standard output.
 * @param work gets a function that writes one line
 */
export async function writeBackup<T>(path: string, work: (write: Write) => Promise<T>): Promise<T> {
  if (path === standard) return compress(process.stdout, work);
  if (existsSync(path)) throw exists(path);
  const partial = `${path}.${randomBytes(4).toString("hex")}.partial`;
  const target = createWriteStream(partial, { flags: "wx", mode: 0o600, flush: true });
  try {
    const result = await compress(target, work);
    // Unlike a rename, a link does not replace a file that has come meanwhile.
    linkSync(partial, path);
    return result;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw exists(path);
    if (["EACCES", "EROFS", "ENOENT", "ENOSPC", "ENOTDIR", "EPERM"].includes(String(code))) {
      throw new BackupError(
        `${path} cannot be written (${code}): choose a folder that exists, has space and lets you write.`,
      );
    }
    throw error;
  } finally {
    if (!target.closed) await once(target, "close");
    if (existsSync(partial)) rmSync(partial);
  }
}

const exists = (path: string) => new BackupError(`${path} exists: choose another name, or remove it first.`);

async function compress<T>(target: Writable, work: (write: Write) => Promise<T>): Promise<T> {
  const gzip = createGzip();
  const written = pipeline(gzip, target, { end: target !== process.stdout });
  // It is awaited below. Until then a failure must not count as unhandled.
  written.catch(() => {});
  try {
    const result = await work(async (line) => {
      if (!gzip.write(`${line}\n`)) await Promise.race([once(gzip, "drain"), written]);
    });
    gzip.end();
    await written;
    return result;
  } catch (error) {
    gzip.destroy();
    await written.catch(() => {});
    throw error;
  }
}

/** The lines of a backup. `-`: from standard input. Throws {@link BackupError} when it turns out to be no whole file. */
export async function* readBackup(path: string): AsyncGenerator<string> {
  const source: Readable = path === standard ? process.stdin : createReadStream(path);
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  try {
    let line = "";
    for await (const chunk of source.pipe(gunzip).setEncoding("utf8") as AsyncIterable<string>) {
      const [more = "", ...next] = chunk.split("\n");
      line += more;
      for (const start of next) {
        yield line;
        line = start;
      }
      if (line.length > longestLine) throw notWhole(path);
    }
    if (line !== "") yield line;
  } catch (error) {
    throw explain(path, error as NodeJS.ErrnoException);
  } finally {
    source.unpipe(gunzip);
    if (source === process.stdin) process.stdin.pause();
    else (source as NodeJS.ReadableStream & { destroy(): void }).destroy();
  }
}

function explain(path: string, error: NodeJS.ErrnoException): Error {
  if (error.code === "ENOENT") return new BackupError(`${path} does not exist: give the path of a backup.`);
  if (error.code === "EISDIR") return new BackupError(`${path} is a folder: give the path of a backup.`);
  if (error.code === "EACCES") return new BackupError(`${path} cannot be read (EACCES): permit it.`);
  return /^Z_/.test(String(error.code)) ? notWhole(path) : error;
}

const notWhole = (path: string) =>
  new BackupError(`${path} is no whole backup: it is damaged, cut off, or another kind of file.`);
