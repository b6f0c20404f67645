import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { healthSchema } from "@/lib/contracts";
import { databaseHandle, openDatabase, setDatabase } from "@/lib/db/client";
import { testDatabases } from "@/lib/db/testing/databases";
import { onServer } from "@/lib/db/testing/server";
import { startApp } from "./_testing/app";
import { Browser } from "./_testing/browser";
import { dial, dialEnded, getCall, recordOf, statusForm } from "./_testing/calls";
import { webhook } from "./_testing/network";
import { beat, newPerson } from "./_testing/people";
import { health } from "./_testing/routes";

const app = startApp();
afterEach(() => vi.restoreAllMocks());

let name: string;
beforeAll(async () => {
  const answer = await app.db.execute(sql`select current_database() as name`);
  name = (answer as unknown as { rows: [{ name: string }] }).rows[0].name;
});

/** Closes all connections of the pool, as a restart of the server does. */
async function cutConnections(): Promise<void> {
  await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
}

describe.runIf(testDatabases[0]?.isAvailable)("a database that restarts", () => {
  test("requests get at worst 503 and work again afterwards, and no final outcome is lost", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const ann = await newPerson("ann");
    const ben = await newPerson("ben");
    await beat(ben, { hidden: true });
    const done = await dial(ann, "ben");
    await dialEnded(done, "completed", { DialCallDuration: "4" });
    const open = await dial(ann, "ben");

    for (let round = 0; round < 5; round++) {
      const during = Array.from({ length: 6 }, () => getCall(ann, done.ref));
      await cutConnections();
      for (const { status } of await Promise.all(during)) expect([200, 503]).toContain(status);
    }

    await vi.waitFor(async () => expect((await getCall(ann, done.ref)).status).toBe(200), 5_000);
    expect(await recordOf(ann, done)).toMatchObject({ outcome: "completed", durationSeconds: 4 });
    await webhook("status", statusForm(open, "in-progress"));
    await dialEnded(open, "completed", { DialCallDuration: "9" });
    expect(await recordOf(ann, open)).toMatchObject({ outcome: "completed", durationSeconds: 9 });
  });

  test("a webhook whose transaction is interrupted is applied once, by the network's retry", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const ann = await newPerson("cut_ann");
    const ben = await newPerson("cut_ben");
    await beat(ben, { hidden: true });
    const call = await dial(ann, "cut_ben");
    const form = statusForm(call, "completed", { CallDuration: "5" });
    // More rounds than the pool has connections: a transaction that could not begin must not cost one.
    for (let round = 0; round < 12; round++) {
      const [first] = await Promise.all([webhook("status", form), cutConnections()]);
      expect([200, 503]).toContain(first.status);
    }
    await vi.waitFor(async () => expect((await webhook("status", form)).status).toBe(200), 5_000);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed", durationSeconds: 5 });
  });

  test("an absent server is answered with 503 `unavailable` without internals, and the health check reports it", async () => {
    const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const { browser } = await newPerson("stranded");
    const real = await databaseHandle();
    const nowhere = await openDatabase({ url: "postgres://postgres:hidden@127.0.0.1:1/none" });
    setDatabase(nowhere);
    try {
      const response = await getCall(
        { username: "", displayName: "", tab: "", browser },
        crypto.randomUUID(),
      );
      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({
        error: { code: "unavailable", message: expect.not.stringMatching(/127\.0\.0\.1|hidden|ECONN/) },
      });
      expect(JSON.stringify(log.mock.calls)).toContain("ECONNREFUSED");
      expect(JSON.stringify(log.mock.calls)).not.toContain("hidden");
      const sick = await new Browser().send(health.GET, "/api/health");
      expect(sick.status).toBe(503);
      expect(healthSchema.parse(await sick.json())).toMatchObject({ status: "failing", database: "failing" });
    } finally {
      setDatabase(real);
      await nowhere.close();
    }
  });
});
