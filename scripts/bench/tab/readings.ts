import type { CDPSession, Page } from "@playwright/test";
import { pause } from "../browser/pause";

/** What a page costs at one moment. */
export interface Reading {
  /** Seconds since the first reading. */
  readonly at: number;
  /** Processor time (s) of the page's process so far; no other page shares it. */
  readonly cpu: number;
  /** The heap of JavaScript (bytes), right after a garbage collection. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Reads the page at once, and then every `every` seconds until `seconds` have passed. */
export async function readPage(page: Page, seconds: number, every: number): Promise<Reading[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const begun = performance.now();
  const readings: Reading[] = [];
  for (let due = 0; due <= seconds; due += every) {
    await pause(due * 1_000 - (performance.now() - begun));
    readings.push(await read(session, (performance.now() - begun) / 1_000));
  }
  await session.detach();
  return readings;
}

async function read(session: CDPSession, at: number): Promise<Reading> {
  // Before the collection, whose own time is then in the next interval; all subjects have it alike.
  const { metrics } = await session.send("Performance.getMetrics");
  const cpu = metrics.find(({ name }) => name === "ProcessTime")?.value ?? Number.NaN;
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  return { at, cpu, heap: usedSize, nodes, listeners: jsEventListeners };
}
