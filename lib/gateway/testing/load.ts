import { createServer } from "node:http";
import { ENVIRONMENT } from "./account";
import { type IceClient, rtp } from "./ice";
import { listenOnFreePort } from "./listen";
import { type GatewayProcess, startGatewayProcess } from "./process";
import { openMedia, WireDevice } from "./wire";

/** A gateway process, and an application that dials the identity in `To`, or the conference if it is `conference_…`. */
export interface LoadStack {
  gateway: GatewayProcess;
  close(): Promise<void>;
}

/** Starts both. `settings`: variables of the gateway besides those of the account. */
export async function startLoadStack(settings: Record<string, string> = {}): Promise<LoadStack> {
  const app = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const to = new URLSearchParams(body).get("To");
    const dial = to?.startsWith("conference_")
      ? `<Dial><Conference beep="false" waitUrl="">${to}</Conference></Dial>`
      : `<Dial answerOnBridge="true"><Client>${to}</Client></Dial>`;
    response.end(`<Response>${dial}</Response>`);
  });
  const url = `http://127.0.0.1:${await listenOnFreePort(app)}`;
  const gateway = await startGatewayProcess(
    {
      ...ENVIRONMENT,
      VOICE_URL: `${url}/voice`,
      VOICE_GATEWAY_ORIGINS: "http://localhost:3000",
      ...settings,
    },
    "bundled",
  );
  return {
    gateway,
    async close() {
      await gateway.kill();
      app.closeAllConnections();
      app.close();
    },
  };
}

/** Opens `count` registered devices, a few at a time. */
export async function openDevices(port: number, count: number, prefix: string): Promise<WireDevice[]> {
  const devices: WireDevice[] = [];
  while (devices.length < count) {
    const batch = Math.min(25, count - devices.length);
    const names = Array.from({ length: batch }, (_, n) => `${prefix}_${devices.length + n}`);
    devices.push(...(await Promise.all(names.map((name) => WireDevice.open(port, name)))));
  }
  return devices;
}

/** The value below which `share` (0 to 1) of the samples are. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Both ends of one call's media. */
export type MediaPair = readonly [IceClient, IceClient];

/** Sets up `count` calls with media. Resolves with both ends of each, and a function that ends them all. */
export async function openCalls(port: number, count: number): Promise<{ pairs: MediaPair[]; close(): void }> {
  const callers = await openDevices(port, count, "caller");
  const callees = await openDevices(port, count, "callee");
  const pairs: MediaPair[] = [];
  for (const [index, caller] of callers.entries()) {
    const callee = callees[index];
    if (!callee) break;
    const { callerSdp, calleeSdp } = await caller.call(callee);
    pairs.push([await openMedia(callerSdp), await openMedia(calleeSdp)]);
  }
  return {
    pairs,
    close() {
      for (const client of pairs.flat()) client.close();
      for (const device of [...callers, ...callees]) device.close();
    },
  };
}

/** The packets that took one path. `p50` and `p99` are delays in one direction, in milliseconds. */
export interface FlowFigures {
  sent: number;
  received: number;
  p50: number;
  p99: number;
}

/** The figures of packets through the gateway, and of packets without it. */
export interface Flow {
  /** Through the gateway. */
  relayed: FlowFigures;
  /** From socket to socket in the same moments: the delay that this machine and the measuring cause. */
  direct: FlowFigures;
}

/** 20 ms of Opus at its usual bit rate, with header and encryption. */
const PACKET_BYTES = 120;
const PACKETS_PER_SECOND = 50;
/** One in this many packets is sent directly as well. */
const DIRECT_EVERY = 5;

/**
 * Sends 50 packets a second in both directions of every call, as browsers do, and measures their arrival.
 * Some packets go from socket to socket, so that a busy moment of the machine shows in both figures.
 */
export async function measureFlow(pairs: readonly MediaPair[], seconds: number): Promise<Flow> {
  const [relayed, direct] = [new Path(), new Path()];
  const paths = pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
  for (const [, to] of paths) {
    to.socket.removeAllListeners("message");
    to.socket.on("message", (packet, from) => {
      if (packet.length === PACKET_BYTES) (from.port === to.relay.port ? relayed : direct).arrived(packet);
    });
  }
  const begun = performance.now();
  const turns = new Array<number>(paths.length).fill(0);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - begun;
      if (elapsed > seconds * 1000) {
        clearInterval(timer);
        return resolve();
      }
      for (const [index, [from, to]] of paths.entries()) {
        // Spread over the 20 ms, as the packets of calls that began at different moments are.
        const due = Math.floor((elapsed / 1000) * PACKETS_PER_SECOND - index / paths.length);
        for (let turn = turns[index] ?? 0; turn < due; turn += 1) {
          turns[index] = turn + 1;
          from.send(relayed.packet());
          if (turn % DIRECT_EVERY === 0) from.socket.send(direct.packet(), to.port, "127.0.0.1");
        }
      }
    }, 1);
  });
  await settled(() => relayed.delays.length + direct.delays.length);
  return { relayed: relayed.figures(), direct: direct.figures() };
}

/** Packets that take one path. Each carries the time it was sent at. */
class Path {
  readonly delays: number[] = [];
  #sent = 0;

  packet(): Buffer {
    this.#sent += 1;
    const packet = rtp(PACKET_BYTES);
    packet.writeDoubleBE(performance.now(), 12);
    return packet;
  }

  arrived(packet: Buffer): void {
    this.delays.push(performance.now() - packet.readDoubleBE(12));
  }

  figures(): FlowFigures {
    const { delays } = this;
    return {
      sent: this.#sent,
      received: delays.length,
      p50: percentile(delays, 0.5),
      p99: percentile(delays, 0.99),
    };
  }
}

/** The share of packets that never arrived, in percent. */
export function lossPercent({ sent, received }: Pick<FlowFigures, "sent" | "received">): number {
  return (1 - received / sent) * 100;
}

/** Resolves when a count has not changed for a quarter of a second. */
async function settled(count: () => number): Promise<void> {
  let last = -1;
  while (last !== count()) {
    last = count();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
