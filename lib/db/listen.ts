import "server-only";
import type { Socket } from "node:net";
import { Client } from "pg";
import type { Ear } from "./handle";
import { readPostgresUrl } from "./postgres-options";

/** How long (ms) the server may take to take leave of a connection that has done its work. */
const leaveMs = 1_000;

/**
 * Listens to a channel over a connection of its own, and returns the function that closes it. `limit` (ms): for each step
 * until the connection listens.
 */
export async function listenBy(
  url: string,
  limit: number,
  { channel, ear }: { readonly channel: string; readonly ear: Ear },
): Promise<() => Promise<void>> {
  const client = new Client({
    ...readPostgresUrl(url),
    connectionTimeoutMillis: limit,
    query_timeout: limit,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  let isOver = false;
  const close = async () => {
    isOver = true;
    leave(client);
  };
  const lose = (error: Error) => {
    if (isOver) return;
    isOver = true;
    leave(client);
    ear.lost(error);
  };
  try {
    // "error" without a listener would end the process.
    client.on("error", lose);
    await client.connect();
    client.on("end", () => lose(new Error("Connection terminated")));
    client.on("notification", ({ payload }) => isOver || ear.hear(payload ?? ""));
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Closes a connection without waiting: it may be dead, and then the server never answers. */
function leave(client: Client): void {
  client.end().catch(() => {});
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  setTimeout(() => stream.destroy(), leaveMs).unref();
}
