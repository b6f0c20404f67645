import { sql } from "drizzle-orm";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DatabaseHandle } from "./handle";
import { withSecondTry } from "./patience";
import { openPostgres } from "./postgres";
import { testDatabases } from "./testing/databases";
import { createDatabase } from "./testing/server";
import { type SilentProxy, startSilentProxy } from "./testing/silent-proxy";

describe.runIf(testDatabases[0]?.isAvailable)("connections that died without a word", () => {
  let made: Awaited<ReturnType<typeof createDatabase>>;
  let proxy: SilentProxy;
  let handle: DatabaseHandle;

  beforeEach(async () => {
    vi.spyOn(console, "error").mockReturnValue();
    made = await createDatabase();
    const url = new URL(made.url);
    proxy = await startSilentProxy(Number(url.port));
    url.port = String(proxy.port);
    handle = openPostgres({ url: url.href });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await proxy.close();
    await handle.close();
    await made.drop();
  });

  const select = () => handle.db.execute(sql`select 1 as one`);

  /** Uses several connections, so that several are idle. */
  async function warmUp(): Promise<void> {
    await Promise.all(Array.from({ length: 5 }, () => handle.db.execute(sql`select pg_sleep(0.1)`)));
    expect(proxy.connections).toBe(5);
  }

  test("are noticed by the first query after a freeze, which gets a new one within 2 s", async () => {
    await warmUp();
    proxy.freeze();
    // The machine slept: the wall clock has gone on.
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    const began = performance.now();
    await select();
    expect(performance.now() - began).toBeLessThan(3_000);
    // The other dead ones are not tried one by one.
    await Promise.all(Array.from({ length: 5 }, select));
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  test("cost a webhook a short limit and a second try, even right after they were used", async () => {
    await warmUp();
    proxy.freeze();
    const began = performance.now();
    const answer = await withSecondTry(() => handle.transaction((db) => db.execute(sql`select 1 as one`)));
    expect(answer).toMatchObject({ rows: [{ one: 1 }] });
    expect(performance.now() - began).toBeLessThan(9_000);
  });

  test("a connection that was used some seconds ago is not asked first", async () => {
    await select();
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 10_000);
    const query = vi.spyOn(Client.prototype, "query");
    await select();
    expect(query).toHaveBeenCalledTimes(1);
  });

  test("a connection that lives is kept, also after a long pause", async () => {
    await warmUp();
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    for (let count = 0; count < 5; count++) await select();
    expect(proxy.connections).toBe(5);
  });
});

describe("withSecondTry", () => {
  const gone = () => Object.assign(new Error("gone"), { code: "ECONNRESET" });

  test("tries once more if the database did not answer", async () => {
    const work = vi.fn().mockRejectedValueOnce(gone()).mockResolvedValueOnce("done");
    expect(await withSecondTry(work)).toBe("done");
    const hopeless = vi.fn().mockImplementation(() => Promise.reject(gone()));
    await expect(withSecondTry(hopeless)).rejects.toThrow("gone");
    expect(hopeless).toHaveBeenCalledTimes(2);
  });

  test("does not repeat any other failure, nor one that took long", async () => {
    const wrong = vi.fn().mockRejectedValue(new Error("wrong"));
    await expect(withSecondTry(wrong)).rejects.toThrow("wrong");
    expect(wrong).toHaveBeenCalledTimes(1);
    const clock = vi.spyOn(Date, "now").mockReturnValue(0);
    const slow = vi.fn().mockImplementation(() => {
      clock.mockReturnValue(8_000);
      return Promise.reject(gone());
    });
    await expect(withSecondTry(slow)).rejects.toThrow("gone");
    expect(slow).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });
});
