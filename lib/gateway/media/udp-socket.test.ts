import { networkInterfaces } from "node:os";
import { afterEach, expect, test } from "vitest";
import { openUdpSockets, type UdpSocket } from "./udp-socket";

const opened: UdpSocket[] = [];

afterEach(() => {
  for (const { socket } of opened.splice(0)) socket.close();
});

async function open(host: string, own?: () => string[]): Promise<UdpSocket[]> {
  const sockets = await openUdpSockets(host, own);
  opened.push(...sockets);
  return sockets;
}

/** An address of this machine that is not loopback; on a machine without a network, a second loopback address. */
const other =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.2";

test("on loopback there is a socket for each other address of this machine, which takes its packets only", async () => {
  const [main, ...near] = await open("127.0.0.1", () => [other, "127.0.0.1"]);
  expect(main?.addresses.map(({ ip }) => ip)).toEqual(["127.0.0.1"]);
  expect(near.flatMap(({ addresses }) => addresses.map(({ ip }) => ip))).toEqual(
    other.startsWith("127.") ? [] : [other],
  );
  for (const { accepts, addresses } of near) {
    expect(addresses[0]?.port).toBeGreaterThan(0);
    expect([other, "127.0.0.1", "198.51.100.9", ""].map(accepts)).toEqual([true, true, false, false]);
  }
});

test("another address that cannot be bound is left out", async () => {
  const sockets = await open("127.0.0.1", () => ["198.51.100.9", "127.0.0.1"]);
  expect(sockets.flatMap(({ addresses }) => addresses.map(({ ip }) => ip))).toEqual(["127.0.0.1"]);
});

test("of many addresses four get a socket", async () => {
  const sockets = await open("127.0.0.1", () => Array(9).fill(other));
  expect(sockets.length).toBeLessThanOrEqual(5);
});

test("a relay that is told an address uses that one alone, and takes packets from everywhere", async () => {
  const sockets = await open("0.0.0.0", () => [other, "127.0.0.1"]);
  expect(sockets).toHaveLength(1);
  expect(sockets[0]?.addresses.map(({ ip }) => ip)).toEqual([other, "127.0.0.1"]);
  expect(sockets[0]?.accepts("198.51.100.9")).toBe(true);
});

test("an address that cannot be bound is an error", async () => {
  await expect(openUdpSockets("198.51.100.9")).rejects.toThrow(/EADDRNOTAVAIL/);
});
