import { expect, test } from "vitest";
import { PacketCount } from "./packet-count";

/** An RTP packet of 20 bytes. */
function rtp(sequence: number, ssrc = 7): Buffer {
  const packet = Buffer.alloc(20);
  packet[0] = 0x80;
  packet[1] = 111;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(ssrc, 8);
  return packet;
}

function count(...packets: Buffer[]) {
  const counter = new PacketCount();
  for (const packet of packets) counter.take(packet);
  return counter.figures;
}

test("packets and bytes are counted, and gaps are lost packets", () => {
  expect(count()).toEqual({ packets: 0, bytes: 0, lost: 0 });
  expect(count(rtp(5), rtp(6), rtp(9))).toEqual({ packets: 3, bytes: 60, lost: 2 });
});

test("a late packet is no longer lost, and a repeated one does not hide a loss of the future", () => {
  expect(count(rtp(1), rtp(3)).lost).toBe(1);
  expect(count(rtp(1), rtp(3), rtp(2)).lost).toBe(0);
  expect(count(rtp(1), rtp(1)).lost).toBe(0);
});

test("the numbers may wrap around", () => {
  expect(count(rtp(65_534), rtp(65_535), rtp(0), rtp(2)).lost).toBe(1);
  const all = new PacketCount();
  for (let n = 0; n < 140_000; n += 2) all.take(rtp(n));
  expect(all.figures.lost).toBe(69_999);
});

test("a new source begins anew and keeps what was lost before", () => {
  expect(count(rtp(1), rtp(3), rtp(50_000, 8), rtp(50_001, 8))).toMatchObject({ packets: 4, lost: 1 });
});

test.each([
  ["STUN", Buffer.alloc(20)],
  ["DTLS", Buffer.from([22, 254, 253, ...Buffer.alloc(20)])],
  ["RTCP", Buffer.from([0x80, 200, ...Buffer.alloc(20)])],
  ["a packet without a whole header", rtp(1).subarray(0, 11)],
  ["an empty packet", Buffer.alloc(0)],
])("%s does not count", (_name, packet) => {
  expect(count(packet).packets).toBe(0);
});
