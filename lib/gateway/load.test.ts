import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type LoadStack,
  measureFlow,
  openCalls,
  openDevices,
  pathsOf,
  percentile,
  startLoadStack,
} from "./testing/load";
import { soak } from "./testing/soak";

let stack: LoadStack;

beforeAll(async () => {
  stack = await startLoadStack();
});

afterAll(async () => {
  await stack.close();
});

test("many idle sockets cost little memory and are answered at once", async ({ annotate }) => {
  const count = soak(200, 1_000);
  const devices = await openDevices(stack.gateway.port, count, "idle");
  const pings: number[] = [];
  for (const device of devices) pings.push(await device.ping());
  const { rssMb, sockets } = await stack.gateway.state();
  await annotate(`${count} sockets: ${rssMb} MB, ping p99 ${percentile(pings, 0.99).toFixed(1)} ms`);
  for (const device of devices) device.close();
  expect(sockets).toHaveLength(count);
  expect(rssMb).toBeLessThan(150);
  expect(percentile(pings, 0.99)).toBeLessThan(100);
}, 120_000);

test("many calls are relayed with hardly a packet lost or late", async ({ annotate }) => {
  const { pairs, close } = await openCalls(stack.gateway.port, soak(10, 50));
  const seconds = soak(3, 20);
  const direct = await measureFlow(pathsOf(pairs, "direct"), seconds);
  const relayed = await measureFlow(pathsOf(pairs), seconds);
  await annotate(`${pairs.length} calls: ${JSON.stringify({ direct, relayed })}`);
  close();
  expect(relayed.lossPercent).toBeLessThan(0.1);
  // Among other tests the slowest hundredth says how busy the machine is; alone it says what the gateway adds.
  const share = soak<"p50" | "p99">("p50", "p99");
  expect(relayed[share] - direct[share]).toBeLessThan(20);
}, 120_000);
