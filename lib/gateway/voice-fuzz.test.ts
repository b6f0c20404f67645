import { randomBytes } from "node:crypto";
import { createSocket, Socket } from "node:dgram";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { soak } from "./testing/soak";
import { VoiceStack } from "./testing/voice-stack";

// The packets come from the client's own socket, whose address the gateway has validated.

let stack: VoiceStack;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
const sockets = new Map<number, Socket>();
const recorded: Buffer[] = [];

beforeEach(async () => {
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
  unhandled.length = 0;
  recorded.length = 0;
  sockets.clear();
  const send = Socket.prototype.send;
  // Sees which sockets send what, and keeps some of it for changes.
  vi.spyOn(Socket.prototype, "send").mockImplementation(function (this: Socket, ...args: unknown[]) {
    sockets.set(this.address().port, this);
    const [packet] = args;
    if (Buffer.isBuffer(packet) && (packet[0] ?? 0) > 3 && recorded.length < 500) recorded.push(Buffer.from(packet));
    return Reflect.apply(send, this, args);
  });
  stack = await VoiceStack.open({ mediaPlan: "ended" });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await stack.close();
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
});

/** Bytes that begin as DTLS, RTP or RTCP do, or a packet of this call with changes. */
function garbage(n: number): Buffer {
  const template = recorded[n % Math.max(1, recorded.length)];
  if (!template || n % 3 === 0) {
    const packet = randomBytes(1 + (n % 1_200));
    packet[0] = [20, 21, 22, 23, 128, 129, 144, 191][n % 8] ?? 22;
    return packet;
  }
  const packet = Buffer.from(template);
  for (const at of randomBytes(1 + (n % 3))) packet[at % packet.length] = n & 0xff;
  return n % 5 === 0 ? packet.subarray(0, n % packet.length) : packet;
}

test("packets that were changed, made up or repeated end no call and no process, and cost no memory", async ({
  annotate,
}) => {
  stack.answers.set("/voice", "<Dial><Client>bob</Client></Dial>");
  const alice = await stack.client("alice", 500);
  const bob = await stack.client("bob", 900);
  const answered = bob.answers();
  const call = await alice.call();
  const other = await answered;
  await Promise.all([call.media.hears(900), other.media.hears(500)]);
  const { port } = portOf(stack);
  const own = [...sockets].filter(([one]) => one !== port).map(([, socket]) => socket);
  expect(own.length).toBeGreaterThan(0);
  const count = soak(20_000, 500_000);
  global.gc?.();
  const before = process.memoryUsage.rss();
  for (let n = 0; n < count; n += 1) {
    own[n % own.length]?.send(garbage(n), port, "127.0.0.1", () => {});
    if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
  await annotate(`${count} packets: ${grown.toFixed(0)} MiB more`);
  call.media.hertz = 1_900;
  other.media.hertz = 2_300;
  await Promise.all([call.media.hears(2_300), other.media.hears(1_900)]);
  expect(grown).toBeLessThan(150);
  expect(unhandled).toEqual([]);
  expect(stack.lines.filter((line) => line.includes("DTLS")).length).toBeLessThan(10);
}, 900_000);
