import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How often it is tried: two that begin at the same moment may both give way, once. */
const tries = 5;

/**
 * Holds a folder for this process until the returned function is called, or the process ends in any way. Makes the
 * folder if there is none.
 *
 * A listening socket is the lock: unlike a file with a process number in it, a dead process cannot leave one that
 * still answers. Rejects when another process holds the folder.
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
 * Each process listens on a socket of its own name, and only then looks whether another's answers: of two, at least
 * the later one sees the other. So nobody ever needs the name of a dead one's socket, and the dead are removed only
 * by who holds the folder: whoever has a socket that does not answer yet will look later, and give way.
 */
async function holdSocket(name: string): Promise<Server | undefined> {
  // Not in the folder itself: a socket's path may have no more than about 100 characters.
  const own = `${name}-${randomBytes(4).toString("hex")}.sock`;
  const server = await listening(join(tmpdir(), own));
  const others = (await readdir(tmpdir())).filter((one) => one.startsWith(`${name}-`) && one !== own);
  const paths = others.map((one) => join(tmpdir(), one));
  if ((await Promise.all(paths.map(answers))).includes(true)) {
    await closed(server);
    return undefined;
  }
  // One that cannot be removed, as of another user, is in nobody's way.
  await Promise.allSettled(paths.map((path) => rm(path, { force: true })));
  return server;
}

/** On Windows a pipe goes with its process, and its name can be had once. */
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

/** Whether somebody listens there. In doubt, as at another user's socket, somebody does. */
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
