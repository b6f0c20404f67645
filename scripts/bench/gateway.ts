/**
 * Measures what the local voice gateway costs and carries: `npx tsx scripts/bench/gateway.ts [quick]`.
 *
 * Compare figures of one run with each other only, not with those of another machine or hour. Throughput is compared
 * with a bare UDP echo in Node.js, and delays with packets that are sent at the same time without the gateway.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { availableParallelism, loadavg } from "node:os";
import { IceClient, rtp } from "../../lib/gateway/testing/ice";
import {
  type FlowFigures,
  type LoadStack,
  lossPercent,
  measureFlow,
  openCalls,
  openDevices,
  percentile,
  startLoadStack,
} from "../../lib/gateway/testing/load";

const quick = process.argv.includes("quick");
const FLOW_SECONDS = quick ? 3 : 10;
const BLAST_SECONDS = quick ? 2 : 5;
const SOCKETS = quick ? 200 : 1_000;
const CALLS_IN_A_ROW = quick ? 50 : 300;
const CALLS_AT_ONCE = 20;
/** Enough to keep a server busy without overflowing a socket buffer. */
const PACKETS_IN_FLIGHT = 64;

interface Row {
  what: string;
  figure: string;
}

if (process.argv.includes("echo")) runEcho();
else await main();

async function main(): Promise<void> {
  const rows = [
    machine(),
    ...(await withStack(benchSockets)),
    ...(await withStack(benchSetup)),
    ...(await withStack(benchThroughput)),
  ];
  for (const calls of quick ? [10, 50] : [10, 50, 200]) {
    rows.push(...(await withStack((stack) => benchFlow(stack, calls))));
  }
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, figure } of rows) console.log(`${what.padEnd(width)}  ${figure}`);
}

/** The load of the machine, which shows in the delays as much as the gateway does. */
function machine(): Row {
  const [load = 0] = loadavg();
  return {
    what: "machine",
    figure: `${availableParallelism()} cores, load average ${load.toFixed(1)} at the start`,
  };
}

async function withStack(run: (stack: LoadStack) => Promise<Row[]>): Promise<Row[]> {
  const stack = await startLoadStack();
  try {
    return await run(stack);
  } finally {
    await stack.close();
  }
}

async function benchSockets({ gateway }: LoadStack): Promise<Row[]> {
  const before = await gateway.state();
  const devices = await openDevices(gateway.port, SOCKETS, "idle");
  const pings: number[] = [];
  for (const device of devices) pings.push(await device.ping());
  const { rssMb } = await gateway.state();
  for (const device of devices) device.close();
  const each = ((rssMb - before.rssMb) * 1024) / SOCKETS;
  return [
    { what: `${SOCKETS} registered sockets`, figure: `${rssMb} MB in all, ${each.toFixed(0)} KiB each` },
    { what: "ping", figure: `p50 ${ms(percentile(pings, 0.5))}, p99 ${ms(percentile(pings, 0.99))}` },
  ];
}

async function benchSetup({ gateway }: LoadStack): Promise<Row[]> {
  const callers = await openDevices(gateway.port, CALLS_AT_ONCE, "caller");
  const callees = await openDevices(gateway.port, CALLS_AT_ONCE, "callee");
  const took: number[] = [];
  const before = await gateway.state();
  const begun = performance.now();
  await Promise.all(
    callers.map(async (caller, index) => {
      const callee = callees[index];
      if (!callee) return;
      while (took.length < CALLS_IN_A_ROW) {
        const dialled = performance.now();
        const { callsid } = await caller.call(callee);
        took.push(performance.now() - dialled);
        await caller.hangUp(callsid, callee);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const cpu = (await gateway.state()).cpuMs - before.cpuMs;
  for (const device of [...callers, ...callees]) device.close();
  return [
    {
      what: `calls set up and ended, ${CALLS_AT_ONCE} at once`,
      figure: `${(took.length / seconds).toFixed(0)} a second, ${ms(cpu / took.length)} of processor each`,
    },
    {
      what: "from dialling to answered",
      figure: `p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}`,
    },
  ];
}

/** Compares the relay with a bare echo: both receive a packet and send one. */
async function benchThroughput({ gateway }: LoadStack): Promise<Row[]> {
  const echo = fork(new URL(import.meta.url), ["echo"], { execArgv: process.execArgv });
  const [{ port }] = (await once(echo, "message")) as [{ port: number }];
  const client = await IceClient.open({ ip: "127.0.0.1", port });
  const bare = await blast(client, client, () => echoCpu(echo));
  client.close();
  echo.disconnect();

  const { pairs, close } = await openCalls(gateway.port, 1);
  const [pair] = pairs;
  if (!pair) throw new Error("no call");
  const relayed = await blast(pair[0], pair[1], async () => (await gateway.state()).cpuMs);
  close();
  const share = (relayed.perCpuSecond / bare.perCpuSecond) * 100;
  const line = ({ perSecond, perCpuSecond }: Blast) =>
    `${thousands(perSecond)} packets a second, ${thousands(perCpuSecond)} a processor second`;
  return [
    { what: "bare UDP echo", figure: line(bare) },
    { what: "relay", figure: `${line(relayed)}: ${share.toFixed(0)} % of the echo` },
  ];
}

interface Blast {
  perSecond: number;
  perCpuSecond: number;
}

async function blast(sender: IceClient, receiver: IceClient, cpuMs: () => Promise<number>): Promise<Blast> {
  const packet = rtp(120);
  let received = 0;
  let sent = 0;
  receiver.socket.removeAllListeners("message");
  receiver.socket.on("message", () => {
    received += 1;
    sender.send(packet);
    sent += 1;
  });
  // Each lost packet lowers the number in flight, so fill it up again.
  const refill = setInterval(() => {
    if (sent > 0 && received === 0) sent = 0;
    for (let n = 0; n < PACKETS_IN_FLIGHT && sent - received < PACKETS_IN_FLIGHT; n += 1) {
      sender.send(packet);
      sent += 1;
    }
  }, 10);
  const before = await cpuMs();
  const [begun, base] = [performance.now(), received];
  await new Promise((resolve) => setTimeout(resolve, BLAST_SECONDS * 1000));
  const seconds = (performance.now() - begun) / 1000;
  const count = received - base;
  const cpuSeconds = ((await cpuMs()) - before) / 1000;
  clearInterval(refill);
  receiver.socket.removeAllListeners("message");
  return { perSecond: count / seconds, perCpuSecond: count / cpuSeconds };
}

async function benchFlow({ gateway }: LoadStack, calls: number): Promise<Row[]> {
  const { pairs, close } = await openCalls(gateway.port, calls);
  const { relayed, direct } = await measureFlow(pairs, FLOW_SECONDS);
  close();
  const added = (key: "p50" | "p99") => ms(Math.max(0, relayed[key] - direct[key]));
  const line = ({ p50, p99 }: FlowFigures) => `p50 ${ms(p50)}, p99 ${ms(p99)}`;
  return [
    {
      what: `${calls} calls, ${calls * 100} packets a second`,
      figure: `${lossPercent(relayed).toFixed(3)} % lost, added p50 ${added("p50")}, p99 ${added("p99")}`,
    },
    { what: "  with the gateway / without", figure: `${line(relayed)} / ${line(direct)}` },
  ];
}

function runEcho(): void {
  const socket = createSocket({ type: "udp4", lookup: (address, _options, done) => done(null, address, 4) });
  socket.on("message", (packet, from) => socket.send(packet, from.port, from.address, () => {}));
  socket.bind(0, "127.0.0.1", () => process.send?.({ port: socket.address().port }));
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000 });
  });
  process.on("disconnect", () => socket.close());
}

async function echoCpu(echo: ChildProcess): Promise<number> {
  const reply = once(echo, "message") as Promise<[{ cpuMs: number }]>;
  echo.send("cpu");
  const [{ cpuMs }] = await reply;
  return cpuMs;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString("en");
}
