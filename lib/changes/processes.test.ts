import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { testDatabases } from "@/lib/db/testing/databases";
import { testEnvironment } from "@/lib/db/testing/environment";
import { createDatabase, onServer } from "@/lib/db/testing/server";
import { startSilentProxy } from "@/lib/db/testing/silent-proxy";
import type { Change } from "./change";
import { databaseTransport } from "./database-transport";
import { Feed } from "./feed";
import { usualTimes } from "./keep-listening";
import { OtherProcess, timesBetween } from "./testing/other-process";
import { connectRedis, hasRedis, redisUrl } from "./testing/ways";

const hasServer = testDatabases[0]?.isAvailable ?? false;

let made: Awaited<ReturnType<typeof createDatabase>> | undefined;
beforeAll(async () => {
  if (!hasServer) return;
  made = await createDatabase();
});
afterAll(() => made?.drop());

const makes = [
  { name: "PostgreSQL", isAvailable: hasServer, redis: "", cut: cutListener },
  { name: "Redis", isAvailable: hasServer && hasRedis, redis: redisUrl, cut: cutSubscribers },
];

/** Ends the connection that listens, as a restart of the server does. */
async function cutListener(): Promise<void> {
  const name = new URL(made?.url ?? "").pathname.slice(1);
  await onServer(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and query like 'listen %'`,
  );
}

async function cutSubscribers(): Promise<void> {
  const redis = await connectRedis();
  const list = await redis.sendCommand<string>(["CLIENT", "LIST"]);
  const own = String(list)
    .split("\n")
    .filter((line) => / db=13 /.test(line) && / sub=1 /.test(line));
  for (const line of own) await redis.sendCommand(["CLIENT", "KILL", "ID", /id=(\d+)/.exec(line)?.[1] ?? ""]);
  redis.destroy();
  expect(own.length).toBeGreaterThan(0);
}

for (const { name, isAvailable, redis, cut } of makes) {
  describe.runIf(isAvailable)(`two processes over ${name}`, () => {
    let one: OtherProcess;
    let two: OtherProcess;
    beforeAll(async () => {
      const environment = { ...testEnvironment, DATABASE_URL: made?.url ?? "", REDIS_URL: redis };
      one = new OtherProcess(environment);
      two = new OtherProcess(environment);
      await Promise.all([one.ready(), two.ready()]);
    });
    afterAll(() => Promise.all([one.stop(), two.stop()]));

    test("each hears the other, within milliseconds", async () => {
      const times = await timesBetween(one, two, 25);
      await timesBetween(two, one, 1);
      expect(one.heard).toHaveLength(26);
      const median = times[Math.floor(times.length / 2)] ?? Number.NaN;
      process.stdout.write(`from process to process over ${name}: ${median.toFixed(1)} ms (median of 25)\n`);
    });

    test("a connection that is killed comes back by itself, and the process knows of the gap", async () => {
      const before = two.live.length;
      await cut();
      await vi.waitFor(() => expect(two.live.slice(before)).toEqual([false, true]), 10_000);
      await one.ready();
      await timesBetween(one, two, 1);
      expect(two.errors).toContain("The change feed is interrupted");
    });
  });
}

describe.runIf(hasServer)("a LISTEN connection that dies without a word", () => {
  test("is noticed, and another takes its place", async () => {
    const url = new URL(made?.url ?? "");
    const direct = await openDatabase({ url: url.href });
    const proxy = await startSilentProxy(Number(url.port));
    const behind = await openDatabase({
      url: url.href,
      migrationUrl: Object.assign(new URL(url), { port: String(proxy.port) }).href,
    });
    const report = vi.spyOn(console, "error").mockReturnValue();
    const get = () => Promise.resolve(behind);
    const times = { ...usualTimes, probeEvery: 200, limit: 1_000 };
    const feed = new Feed(databaseTransport(get, get), times);
    const heard: Change[] = [];
    const live: boolean[] = [];
    const stop = feed.subscribe({
      onChanges: (changes) => heard.push(...changes),
      onLive: (now) => live.push(now),
    });
    await vi.waitFor(() => expect(live).toEqual([false, true]), 5_000);
    expect(proxy.connections).toBe(1);
    proxy.freeze();
    await vi.waitFor(() => expect(live).toEqual([false, true, false, true]), 10_000);
    expect(proxy.connections).toBe(2);

    const other = new Feed(
      databaseTransport(
        () => Promise.resolve(direct),
        () => Promise.resolve(direct),
      ),
    );
    other.publish([{ kind: "person", person: "ann" }]);
    await vi.waitFor(() => expect(heard).toEqual([{ kind: "person", person: "ann" }]), 5_000);
    stop();
    report.mockRestore();
    await Promise.all([behind.close(), direct.close(), proxy.close()]);
  });
});
