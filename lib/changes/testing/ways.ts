import { createClient } from "@redis/client";
import { testDatabases } from "@/lib/db/testing/databases";
import { databaseTransport } from "../database-transport";
import { redisTransport } from "../redis-transport";
import type { Transport } from "../transport";

/** A database of the Redis server of this machine that nothing else uses. */
export const redisUrl = "redis://127.0.0.1:6379/13";

/** Whether a Redis server answers. Without one, its half of the tests is reported as skipped. */
export const hasRedis = await connectRedis().then(
  (client) => {
    client.destroy();
    return true;
  },
  () => false,
);
if (!hasRedis) console.warn("no Redis server at 127.0.0.1:6379: its part of the tests is skipped");

/** Opens a connection to the Redis server, besides those of the feed. */
export async function connectRedis() {
  const client = createClient({ url: redisUrl, RESP: 2, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Each way on which processes reach each other, with a fresh server behind it. */
export const ways = [
  ...testDatabases.map(({ name, isAvailable, open }) => ({
    name: name as string,
    isAvailable,
    async open(): Promise<{ transport: Transport; close(): Promise<void> }> {
      const handle = await open();
      const get = () => Promise.resolve(handle);
      return { transport: databaseTransport(get, get), close: handle.close };
    },
  })),
  {
    name: "Redis",
    isAvailable: hasRedis,
    open: async () => ({ transport: redisTransport(redisUrl), close: async () => {} }),
  },
];
