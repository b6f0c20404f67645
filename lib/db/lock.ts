import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Attempts to hold a folder. Two processes that start at the same time may both give way at first. */
const tries = 5;

/**
 * Holds a folder for this process until the returned function is called or the process ends, even if it is killed.
 * Creates the folder if it does not exist. Rejects if another process holds it.
 *
 * The lock is a listening socket. A file with a process id in it would outlive a killed process; a socket stops
 * answering.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const name = `browser-phone-${digest(await realpath(folder))}`;
  const hold = process.platform === "win32" ? holdPipe : holdSocket;
  for (let count = 0; count < tries; count++) {
    if (count > 0) await sleep(20 + Math.random() * 100);
    const server = await hold(name);
    if (server) return () => closed(server);
  }
  throw new Error(`The embedded database in ${folder} is in use by another process. Stop that one first.`);
}

/**
 * Tries to hold the folder of that name. Undefined: another process holds it, or is trying at the same time.
 *
 * 1. Listen on a socket with a name of this process's own. No process ever reuses a dead one's socket.
 * 2. Probe the sockets of all others. Of two processes, at least the later one sees the other.
 * 3. If one answers, give way. Otherwise this process holds the folder.
 * 4. Remove the sockets that did not answer: their processes are dead, or have not got to step 2 yet and will give
 *    way there.
 */
async function holdSocket(name: string): Promise<Server | undefined> {
  // Not in the folder itself, since the path of a socket is limited to about 100 characters.
  const own = `${name}-${randomBytes(4).toString("hex")}.sock`;
  const server = await listening(join(tmpdir(), own));
  const others = (await readdir(tmpdir())).filter((one) => one.startsWith(`${name}-`) && one !== own);
  const paths = others.map((one) => join(tmpdir(), one));
  if ((await Promise.all(paths.map(answers))).includes(true)) {
    await closed(server);
    return undefined;
  }
  // A socket that cannot be removed, such as one of another user, does no harm.
  await Promise.allSettled(paths.map((path) => rm(path, { force: true })));
  return server;
}

/** On Windows a pipe ends with its process, and only one process can have its name. */
async function holdPipe(name: string): Promise<Server | undefined> {
  return listening(`\\\\.\\pipe\\${name}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") return undefined;
    throw error;
  });
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function listening(path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.end()).unref();
    server.once("error", fail).listen(path, () => done(server.off("error", fail)));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => server.close(() => done()));
}

/** Whether a process listens there. An unclear failure, as with a socket of another user, counts as yes. */
function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path, () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", ({ code }: NodeJS.ErrnoException) =>
      done(code !== "ECONNREFUSED" && code !== "ENOENT"),
    );
  });
}
