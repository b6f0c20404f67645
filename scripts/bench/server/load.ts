import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";

/** A request of the bench. */
export interface BenchRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What a server needed for a number of requests. */
export interface Load {
  readonly cpuMsEach: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sends requests to a server, so many at a time, and measures what its process `pid` needs for them. Linux only. */
export async function measureLoad(
  requests: readonly BenchRequest[],
  { port, pid, atOnce }: { port: number; pid: number; atOnce: number },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const queue = [...requests];
  const took: number[] = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const began = performance.now();
      await send(next, port, agent);
      took.push(performance.now() - began);
    }
  };
  const cpu = cpuMs(pid);
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  const ms = performance.now() - began;
  agent.destroy();
  took.sort((a, b) => a - b);
  const at = (share: number) =>
    took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? Number.NaN;
  return {
    cpuMsEach: (cpuMs(pid) - cpu) / requests.length,
    perSecond: (requests.length / ms) * 1_000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

function send({ path, headers, body }: BenchRequest, port: number, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path, method: "POST", headers, agent }, (response) => {
      response.resume();
      response.on("end", () => {
        if ((response.statusCode ?? 0) < 300) resolve();
        else reject(new Error(`${path} was answered with ${response.statusCode}`));
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The processor time (ms) of a process and of those that it has started. The kernel counts in steps of 10 ms. */
function cpuMs(pid: number): number {
  return tree(pid).reduce((sum, one) => sum + ownCpuMs(one), 0);
}

function ownCpuMs(pid: number): number {
  // The name of the process, in parentheses, may have blanks in it. The 14th and 15th fields are user and system time.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function tree(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(tree)];
}
