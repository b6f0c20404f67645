import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { IceClient, nextRtp, rtp } from "./testing/ice";
import { type LoadStack, type MediaPair, openCalls, startLoadStack } from "./testing/load";
import { soak } from "./testing/soak";

let stack: LoadStack;

beforeEach(async () => {
  stack = await startLoadStack();
});

afterEach(async () => {
  await stack.close();
});

/** Packets each way in a call of a minute. */
const MINUTE = 50 * 60;
const BATCH = 100;

// The gateway has a process of its own, so that the memory measured is its own.
test("fuzzed packets cause no crash and cost no memory, and a call continues meanwhile", async ({
  annotate,
}) => {
  const count = soak(20_000, 1_000_000);
  const rssMb = async () => (await stack.gateway.state()).rssMb;
  const started = await rssMb();
  const { pairs, close } = await openCalls(stack.gateway.port, 1);
  const [pair] = pairs;
  if (!pair) throw new Error("no call");
  await converse(pair, MINUTE);
  const before = await rssMb();
  let peak = before;
  const flood = await Flood.open(pair);
  for (let sent = 0; sent < count; sent += BATCH) {
    flood.send(BATCH);
    await converse(pair, 1);
    if (sent % 10_000 === 0) peak = Math.max(peak, await rssMb());
  }
  const after = await rssMb();
  peak = Math.max(peak, after);
  await annotate(
    `${count} fuzzed packets: ${started} MB started, ${before} MB after a call's minute, ${peak} MB at most, ${after} MB after`,
  );
  const [a] = pair;
  expect(a.credentials && (await a.connect(a.credentials))).toBeDefined();
  flood.close();
  close();
  expect(peak - before).toBeLessThan(20);
}, 900_000);

/** Sends a packet each way and waits for its arrival, `times` times. */
async function converse([a, b]: MediaPair, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await reach(a, b);
    await reach(b, a);
  }
}

/** Sends a packet until one arrives: UDP may lose some while a process gets no time to read them. */
async function reach(from: IceClient, to: IceClient): Promise<void> {
  from.send(rtp());
  const again = setInterval(() => from.send(rtp()), 500);
  try {
    expect((await nextRtp(to)).equals(rtp())).toBe(true);
  } finally {
    clearInterval(again);
  }
}

/** Sends garbage, from one end of the call and from an unknown sender. */
class Flood {
  readonly #request: Buffer;

  private constructor(
    readonly insider: IceClient,
    readonly stranger: IceClient,
  ) {
    this.#request = IceClient.request(insider.credentials ?? { ufrag: "", pwd: "" });
  }

  static async open([a]: MediaPair): Promise<Flood> {
    return new Flood(a, await IceClient.open(a.relay));
  }

  send(count: number): void {
    for (let n = 0; n < count; n += 1) (n % 2 === 0 ? this.stranger : this.insider).send(this.#packet(n));
  }

  close(): void {
    this.stranger.close();
  }

  /** Random bytes, a valid request with one byte changed, or a truncated one. */
  #packet(n: number): Buffer {
    if (n % 3 === 0) return randomBytes(1 + (n % 80));
    const packet = Buffer.from(this.#request);
    if (n % 3 === 2) return packet.subarray(0, n % packet.length);
    const at = n % packet.length;
    // Never the byte that was there: the request would be a valid one, and move the call to whoever sent it.
    packet[at] = (packet[at] ?? 0) ^ (1 + (n % 255));
    return packet;
  }
}
