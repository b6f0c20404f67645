import "server-only";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import { queryLimit } from "./patience";

/**
 * A connection that was used so recently (ms) is not checked: that is a round trip before each first query. A shorter freeze
 * leaves sockets alive; one that died all the same costs a webhook its short limit and a second try (`withSecondTry`).
 */
const freshMs = 15_000;
/** How long (ms) an idle connection may take to answer that it lives. */
const answerMs = 1_000;

type Callback = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: boolean | Error) => void,
) => void;

/**
 * A pool that asks an idle connection for a sign of life before it hands it out. After a freeze of this machine, or a
 * change of its network, the sockets are dead and nobody has said so: the first query would wait for its whole limit.
 *
 * One dead connection is a reason to drop all that were idle at that time.
 */
export class CheckedPool extends Pool {
  /** By the wall clock: other clocks stand still while a machine sleeps. */
  readonly #usedAt = new WeakMap<object, number>();
  readonly #limit: number;
  #deadBefore = 0;

  constructor(config: PoolConfig & { query_timeout: number }) {
    super({ ...config, keepAlive: true, keepAliveInitialDelayMillis: 10_000 });
    this.#limit = config.query_timeout;
    this.on("release", (error: unknown, client: PoolClient) => {
      this.#usedAt.set(client, Date.now());
      if (hadNoAnswer(error)) this.#deadBefore = Date.now();
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | undefined {
    const client = this.#connectChecked();
    if (!callback) return client;
    client.then(
      (one) => callback(undefined, one, one.release),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }

  async #connectChecked(): Promise<PoolClient> {
    for (;;) {
      const client = await super.connect();
      if (await this.#isAlive(client)) {
        limitQueries(client, queryLimit(this.#limit));
        return client;
      }
      client.release(true);
    }
  }

  async #isAlive(client: PoolClient): Promise<boolean> {
    const usedAt = this.#usedAt.get(client);
    // A new connection.
    if (usedAt === undefined) return true;
    if (usedAt <= this.#deadBefore) return false;
    if (Math.abs(Date.now() - usedAt) < freshMs) return true;
    limitQueries(client, answerMs);
    try {
      await client.query("select 1");
      return true;
    } catch {
      this.#deadBefore = Date.now();
      return false;
    }
  }
}

/** Whether the driver gave up waiting for an answer (pg/lib/client.js), also if drizzle says so. */
function hadNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /query read timeout/i.test(error.message) || hadNoAnswer(error.cause);
}

/** Sets the limit (ms) of each query of a connection. The driver reads it here at every query (pg/lib/client.js). */
function limitQueries(client: PoolClient, limit: number): void {
  const { connectionParameters } = client as unknown as { connectionParameters: { query_timeout: number } };
  connectionParameters.query_timeout = limit;
}
