import "server-only";
import type { Transport } from "./transport";

/** How long (ms) each step may take. */
const limitMs = 5_000;

type Client = Awaited<ReturnType<typeof newClient>>;

/**
 * Pub/sub of a Redis server. Each process has two connections, since one that subscribes can do nothing else
 * (https://redis.io/docs/latest/develop/pubsub/). Neither reconnects by itself: the feed opens new ones.
 */
export function redisTransport(url: string): Transport {
  // Channels are common to all databases of a server. The number in the address separates installations all the same.
  const channel = `browser_phone_changes:${new URL(url).pathname.slice(1) || 0}`;
  let publisher: Promise<Client> | undefined;
  /** A connection that ends late must not take a newer one with it. */
  const drop = (old: Promise<Client>) => {
    old.then(destroy, () => {});
    if (publisher === old) publisher = undefined;
  };
  const open = () => {
    const opened: Promise<Client> = connected(url, () => drop(opened));
    return opened;
  };
  return {
    mostBytes: 64 * 1024,
    async send(message) {
      publisher ??= open();
      const used = publisher;
      try {
        const client = await used;
        await client.withAbortSignal(AbortSignal.timeout(limitMs)).publish(channel, message);
      } catch (error) {
        drop(used);
        throw error;
      }
    },
    async listen(ear) {
      let isOver = false;
      let client: Client | undefined;
      const end = () => {
        isOver = true;
        if (client) destroy(client);
      };
      client = await connected(url, (error) => {
        if (isOver) return;
        end();
        ear.lost(error);
      });
      try {
        await client.subscribe(channel, (message) => isOver || ear.hear(message));
      } catch (error) {
        end();
        throw error;
      }
      return async () => end();
    },
    unheard: "What is published on the Redis server of REDIS_URL is not heard by its subscribers.",
  };
}

async function newClient(url: string) {
  // Loaded here only, since most installations have no Redis, and each function of Vercel would load it as it starts.
  const { createClient } = await import("@redis/client");
  return createClient({
    url,
    // The version of the protocol that every server knows.
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    socket: { connectTimeout: limitMs, reconnectStrategy: false, keepAlive: true },
  });
}

/** An open connection. `lost`: it has ended, or cannot be made. */
async function connected(url: string, lost: (error: Error) => void): Promise<Client> {
  const client = await newClient(url);
  // "error" without a listener would end the process.
  client.on("error", (error: Error) => lost(error));
  client.on("end", () => lost(new Error("The connection to Redis has ended")));
  try {
    await client.connect();
    return client;
  } catch (error) {
    destroy(client);
    throw error;
  }
}

function destroy(client: Client): void {
  if (client.isOpen) client.destroy();
}
