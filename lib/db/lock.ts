import "server-only";
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Holds a folder for this process until the returned function is called, or the process ends in any way.
 *
 * A listening socket is the lock: unlike a file with a process number in it, a dead process cannot leave one that
 * still answers. Rejects when another process holds the folder.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const path = socketPath(resolve(folder));
  const server = createServer((socket) => socket.end()).unref();
  if (!(await listens(server, path))) {
    if (await answers(path)) {
      throw new Error(
        `The embedded database in ${folder} is in use by another process. Stop that one first.`,
      );
    }
    await rm(path, { force: true });
    if (!(await listens(server, path)))
      throw new Error(`The embedded database in ${folder} cannot be locked.`);
  }
  return () => new Promise((done) => server.close(() => done()));
}

/** Not in the folder itself: a socket's path may have no more than about 100 characters. */
function socketPath(folder: string): string {
  const name = `browser-phone-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((done, fail) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off("listening", onListening);
      if (error.code === "EADDRINUSE") done(false);
      else fail(error);
    };
    const onListening = () => {
      server.off("error", onError);
      done(true);
    };
    server.once("error", onError).once("listening", onListening).listen(path);
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path, () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}
