import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ENVIRONMENT } from "./account";
import type { IceClient } from "./ice";
import { type GatewayProcess, startGatewayProcess } from "./process";
import { openMedia, WireDevice } from "./wire";

/** A gateway process and an application that rings whoever `To` names. */
export interface LoadStack {
  gateway: GatewayProcess;
  close(): Promise<void>;
}

export async function startLoadStack(): Promise<LoadStack> {
  const app = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const to = new URLSearchParams(body).get("To");
    response.end(`<Response><Dial answerOnBridge="true"><Client>${to}</Client></Dial></Response>`);
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const gateway = await startGatewayProcess({
    ...ENVIRONMENT,
    VOICE_URL: `${url}/voice`,
    VOICE_GATEWAY_ORIGINS: "http://localhost:3000",
  });
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

/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Both ends of one call's media. */
export type MediaPair = readonly [IceClient, IceClient];

/** Sets up `count` calls with media, through signalling, and gives the media ends and a way to end them. */
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

export interface RelayFigures {
  sent: number;
  lossPercent: number;
  /** One way, in milliseconds. */
  p50: number;
  p99: number;
}

/** 20 ms of Opus at its usual rate, with header and encryption. */
const PACKET_BYTES = 120;
const PACKETS_PER_SECOND = 50;

export interface Path {
  send: (packet: Buffer) => void;
  receiver: IceClient;
}

/**
 * Both directions of every call: through the relay, or `direct` from socket to socket, which shows what the
 * measuring itself costs.
 */
export function pathsOf(pairs: readonly MediaPair[], way: "relayed" | "direct" = "relayed"): Path[] {
  return pairs.flatMap(([a, b]) =>
    [[a, b] as const, [b, a] as const].map(([from, to]) => {
      const { port } = to.socket.address();
      const direct = (packet: Buffer) => from.socket.send(packet, port, "127.0.0.1");
      return { send: way === "direct" ? direct : (packet: Buffer) => from.send(packet), receiver: to };
    }),
  );
}

/**
 * Sends on every path as browsers in a call do, 50 packets a second each way, and measures what arrives and
 * how late.
 */
export async function measureFlow(paths: readonly Path[], seconds: number): Promise<RelayFigures> {
  const delays: number[] = [];
  for (const { receiver } of paths) {
    receiver.socket.removeAllListeners("message");
    receiver.socket.on("message", (packet: Buffer) => {
      if (packet.length === PACKET_BYTES) delays.push(performance.now() - packet.readDoubleBE(12));
    });
  }
  const begun = performance.now();
  let sent = 0;
  const turns = new Array<number>(paths.length).fill(0);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - begun;
      if (elapsed > seconds * 1000) {
        clearInterval(timer);
        return resolve();
      }
      for (const [index, { send }] of paths.entries()) {
        // Spread over the 20 ms, as calls that began at different moments are.
        const due = Math.floor((elapsed / 1000) * PACKETS_PER_SECOND - index / paths.length);
        while ((turns[index] ?? 0) < due) {
          turns[index] = (turns[index] ?? 0) + 1;
          sent += 1;
          send(stamped());
        }
      }
    }, 1);
  });
  await settled(() => delays.length);
  const lossPercent = (1 - delays.length / sent) * 100;
  return { sent, lossPercent, p50: percentile(delays, 0.5), p99: percentile(delays, 0.99) };
}

function stamped(): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = 0x80;
  packet.writeDoubleBE(performance.now(), 12);
  return packet;
}

/** Resolves when a count has not changed for a quarter of a second. */
async function settled(count: () => number): Promise<void> {
  let last = -1;
  while (last !== count()) {
    last = count();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
