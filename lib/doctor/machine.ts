import "server-only";
import { lookup } from "node:dns/promises";
import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { freemem } from "node:os";
import { dirname, resolve } from "node:path";
import type { Machine } from "./base/needs";

/** The machine that this process runs on. */
export const thisMachine: Machine = {
  nodeVersion: process.versions.node,
  // It knows the limit of a container. Node.js has it since 20.13.
  availableMemory: () => process.availableMemory?.() ?? freemem(),
  async freeDisk(folder) {
    const there = await nearestExisting(resolve(folder));
    await access(there, constants.W_OK);
    const { bavail, bsize } = await statfs(there);
    return bavail * bsize;
  },
  now: () => Date.now(),
  lookUp: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
};

/** The folder, or the nearest one above it that exists, in which it would be made. */
async function nearestExisting(folder: string): Promise<string> {
  const exists = await access(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
  const above = dirname(folder);
  return exists || above === folder ? folder : nearestExisting(above);
}
