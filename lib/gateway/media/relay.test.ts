import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../testing/clock";
import { IceClient, rtp } from "../testing/ice";
import type { MediaLeg } from "./media-leg";
import { Relay } from "./relay";

let relay: Relay;
let clock: FakeClock;
const clients: IceClient[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  relay = await Relay.open({ host: "127.0.0.1", clock, log: () => {} });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  relay.close();
});

async function newClient(): Promise<IceClient> {
  const [address] = relay.addresses;
  if (!address) throw new Error("the relay has no address");
  const client = await IceClient.open(address);
  clients.push(client);
  return client;
}

/** Two browsers that have connected to the relay and are bridged. */
async function call(): Promise<{ a: IceClient; b: IceClient; legA: MediaLeg; legB: MediaLeg }> {
  const [a, b] = [await newClient(), await newClient()];
  const [legA, legB] = [relay.allocate("ashburn"), relay.allocate("ashburn")];
  relay.bridge(legA, legB);
  await a.connect(legA.credentials);
  await b.connect(legB.credentials);
  return { a, b, legA, legB };
}

/** Resolves when everything sent so far has gone through the relay, which the round trip of a new check shows. */
async function drained(): Promise<void> {
  const probe = await newClient();
  const leg = relay.allocate("ashburn");
  await probe.connect(leg.credentials);
  leg.close();
}

test("a connectivity check gets a signed answer with its source address", async () => {
  const client = await newClient();
  const leg = relay.allocate("ashburn");
  const response = await client.connect(leg.credentials);
  expect(response?.messageClass).toBe(0x100);
  expect(response?.getAttributeValue("XOR-MAPPED-ADDRESS")).toEqual([
    "127.0.0.1",
    client.socket.address().port,
  ]);
});

test("a relay bound to all addresses offers each address of the machine, loopback last", async () => {
  const everywhere = await Relay.open({ host: "0.0.0.0", clock, log: () => {} });
  const port = everywhere.sockets[0]?.socket.address().port;
  expect(everywhere.sockets).toHaveLength(1);
  expect(everywhere.addresses.at(-1)).toEqual({ ip: "127.0.0.1", port });
  expect(everywhere.addresses.every((address) => address.port === port)).toBe(true);
  everywhere.close();
});

test("a browser that uses another address of this machine is connected with one on loopback", async () => {
  for (const address of relay.addresses) {
    const near = await IceClient.open(address, address.ip);
    clients.push(near);
    const b = await newClient();
    const [legA, legB] = [relay.allocate("ashburn"), relay.allocate("ashburn")];
    relay.bridge(legA, legB);
    const response = await near.connect(legA.credentials);
    expect(response?.getAttributeValue("XOR-MAPPED-ADDRESS")).toEqual([address.ip, near.port]);
    await b.connect(legB.credentials);
    near.send(rtp(160, 3));
    expect(await b.next()).toEqual(rtp(160, 3));
    b.send(rtp(90, 4));
    expect(await near.next()).toEqual(rtp(90, 4));
  }
});

test("packets pass unchanged in both directions", async () => {
  const { a, b } = await call();
  const [there, back] = [rtp(160, 7), rtp(90, 9)];
  a.send(there);
  expect(await b.next()).toEqual(there);
  b.send(back);
  expect(await a.next()).toEqual(back);
});

describe("the relay is not an open proxy", () => {
  test("packets of an unknown sender are dropped", async () => {
    const { a, b } = await call();
    const stranger = await newClient();
    for (let n = 0; n < 50; n += 1) stranger.send(rtp());
    await drained();
    expect([a.received.length, b.received.length]).toEqual([0, 0]);
  });

  test("a check with a wrong password, an unknown ufrag or no integrity is not answered and validates nothing", async () => {
    const { b, legA } = await call();
    const stranger = await newClient();
    const { ufrag } = legA.credentials;
    stranger.send(IceClient.request({ ufrag, pwd: "guess" }));
    stranger.send(IceClient.request({ ufrag: "unknown", pwd: legA.credentials.pwd }));
    const unsigned = IceClient.request(legA.credentials).subarray(0, -32);
    unsigned.writeUInt16BE(unsigned.length - 20, 2);
    stranger.send(unsigned);
    stranger.send(rtp());
    await drained();
    expect([stranger.received.length, b.received.length]).toEqual([0, 0]);
  });

  test("a nomination after MESSAGE-INTEGRITY is ignored", async () => {
    const { a, legA } = await call();
    const path = await newClient();
    const plain = IceClient.request(legA.credentials, false).subarray(0, -8);
    const forged = Buffer.concat([plain, Buffer.from([0x00, 0x25, 0, 0])]);
    forged.writeUInt16BE(forged.length - 20, 2);
    path.send(forged);
    await path.next();
    expect(legA.address?.port).toBe(a.socket.address().port);
  });
});

test("packets follow the path that a browser nominates", async () => {
  const { b, legA } = await call();
  const wifi = await newClient();
  await wifi.connect(legA.credentials);
  b.send(rtp(70));
  expect(await wifi.next()).toHaveLength(70);
});

test("the last packet for a browser without a path is delivered once it has one", async () => {
  const [early, late] = [await newClient(), await newClient()];
  const [legA, legB] = [relay.allocate("ashburn"), relay.allocate("ashburn")];
  relay.bridge(legA, legB);
  await early.connect(legA.credentials);
  early.send(rtp(60));
  early.send(rtp(61));
  await drained();
  await late.connect(legB.credentials);
  expect(await late.next()).toHaveLength(61);
});

test("the old credentials are valid after an ICE restart until the new ones are used", async () => {
  const { a, b, legA } = await call();
  const old = legA.credentials;
  legA.restart();
  const fresh = legA.credentials;
  expect(await a.connect(old)).toBeDefined();
  a.send(rtp(60));
  expect(await b.next()).toHaveLength(60);
  expect(await a.connect(fresh)).toBeDefined();
  a.send(IceClient.request(old));
  a.send(rtp(61));
  expect(await b.next()).toHaveLength(61);
  expect(a.received).toEqual([]);
});

test("a closed leg forwards nothing and releases its sender", async () => {
  const { a, b, legA, legB } = await call();
  legA.close();
  legA.close();
  a.send(rtp());
  b.send(rtp());
  await drained();
  expect([a.received.length, b.received.length, legB.peer]).toEqual([0, 0, undefined]);
});

test("dropPackets drops everything for the given time", async () => {
  const { a, b } = await call();
  relay.dropPackets(5_000);
  const [main] = relay.sockets;
  if (!main) throw new Error("the relay has no socket");
  const handled = once(main.socket, "message");
  a.send(rtp(70));
  await handled;
  await clock.advance(5_000);
  a.send(rtp(71));
  expect(await b.next()).toHaveLength(71);
});

test("a leg counts what came from its browser, and what went to it", async () => {
  const { a, legA, legB } = await call();
  for (const sequence of [1, 2, 4]) {
    const packet = rtp();
    packet.writeUInt16BE(sequence, 2);
    a.send(packet);
  }
  await drained();
  const figures = { packets: 3, bytes: 3 * rtp().length, lost: 1 };
  expect(legA.received.figures).toEqual(figures);
  expect(legB.sent.figures).toEqual(figures);
  expect([legA.sent.figures.packets, legB.received.figures.packets]).toEqual([0, 0]);
});
