import { type Stack, startStack } from "../../e2e/support/stack";
import { testDatabases } from "../../lib/db/testing/databases";
import { createDatabase } from "../../lib/db/testing/server";
import type { PartReport, Row } from "./report/row";
import { benchStreams, type StreamsMeasured } from "./streams";

/** How soon (ms) others see a change. */
const target = { atMost: 300 };

/**
 * Measures what open streams of changes cost, and how soon a change reaches all of them: in one process on the embedded
 * database, and from one process to another where there are PostgreSQL and Redis at their usual ports of this machine.
 */
export async function benchChanges(quick: boolean): Promise<PartReport> {
  const streams = quick ? 200 : 2_000;
  const rows: Row[] = [];
  const notes = [`${streams} open streams, all of which are told`];
  const more: Record<string, StreamsMeasured> = {};
  const note = (where: string, measured: StreamsMeasured) => {
    more[where] = measured;
    rows.push(...rowsOf(where, measured));
  };
  note("one process", await inOneProcess(streams));
  if (testDatabases.some(({ name, isAvailable }) => name === "PostgreSQL" && isAvailable)) {
    note("between two processes, PostgreSQL", await betweenTwo(streams, {}));
    const redis = process.env.REDIS_URL || "redis://127.0.0.1:6379";
    note("between two processes, Redis", await betweenTwo(streams, { REDIS_URL: redis }));
  } else {
    notes.push("no PostgreSQL server answered at 127.0.0.1:5432, so there is nothing between two processes");
  }
  return { rows, notes, more };
}

async function inOneProcess(streams: number): Promise<StreamsMeasured> {
  const stack = await startStack();
  try {
    return await benchStreams({ url: stack.appUrl, streams, pid: stack.appPid() });
  } finally {
    await stack.stop();
  }
}

/** The streams are open at one process, and the change is made at another one on the same database. */
async function betweenTwo(streams: number, extra: Record<string, string>): Promise<StreamsMeasured> {
  const { url, drop } = await createDatabase();
  const stacks: Stack[] = [];
  try {
    const shared = { DATABASE_URL: url, NEXTAUTH_SECRET: crypto.randomUUID(), ...extra };
    // One after the other: both migrate.
    for (let count = 0; count < 2; count += 1) stacks.push(await startStack(shared));
    const [reader, writer] = stacks;
    if (!reader || !writer) throw new Error("A process was not started.");
    return await benchStreams({
      url: reader.appUrl,
      changeAt: writer.appUrl,
      streams,
      pid: reader.appPid(),
    });
  } finally {
    for (const stack of stacks) await stack.stop();
    await drop();
  }
}

function rowsOf(where: string, { kilobytesEach, firstMs, lastMs }: StreamsMeasured): Row[] {
  const row = (step: string, unit: string, value: number): Row => ({
    step: `${where}: ${step}`,
    unit,
    figures: { ours: { value } },
  });
  return [
    { ...row("change → first stream", "ms", firstMs), target },
    { ...row("change → last stream", "ms", lastMs), target },
    ...(kilobytesEach === null ? [] : [row("memory of a stream", "kB", kilobytesEach)]),
  ];
}
