import { expect, test } from "vitest";
import {
  RtcpPacketConverter,
  RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
} from "werift";
import { RtpStream } from "./rtp-stream";

const payload = Buffer.alloc(160, 0xff);

test("packets are numbered one by one and timed by 160 samples, over the ends of both counters", () => {
  const stream = new RtpStream();
  let { header: last } = stream.next(payload);
  expect(last).toMatchObject({ payloadType: 0, ssrc: stream.ssrc, marker: true });
  for (let n = 1; n < 70_000; n += 1) {
    const { header } = stream.next(payload);
    expect(header.sequenceNumber === ((last.sequenceNumber + 1) & 0xffff)).toBe(true);
    expect(header.timestamp === (last.timestamp + 160) >>> 0).toBe(true);
    expect(header.marker).toBe(false);
    last = header;
  }
});

test("time in which nothing is sent counts in the timestamp, and not in the sequence number", () => {
  const stream = new RtpStream();
  const { header: first } = stream.next(payload);
  for (let n = 0; n < 10; n += 1) stream.skip();
  const { header: second } = stream.next(payload);
  expect(second.sequenceNumber).toBe((first.sequenceNumber + 1) & 0xffff);
  expect(second.timestamp).toBe((first.timestamp + 11 * 160) >>> 0);
});

test("two streams begin at different numbers", () => {
  const firsts = Array.from({ length: 20 }, () => new RtpStream().next(payload).header);
  expect(new Set(firsts.map(({ timestamp }) => timestamp)).size).toBeGreaterThan(15);
  expect(new Set(firsts.map(({ ssrc }) => ssrc)).size).toBeGreaterThan(15);
});

test("a report before the first packet is one of a receiver, with its name", () => {
  const stream = new RtpStream();
  const [report, name] = RtcpPacketConverter.deSerialize(stream.report(1_000, undefined));
  expect(report).toBeInstanceOf(RtcpRrPacket);
  expect(report).toMatchObject({ ssrc: stream.ssrc, reports: [] });
  expect(name).toBeInstanceOf(RtcpSourceDescriptionPacket);
});

test("a report says what was sent, when by NTP, and how the other side's packets came", () => {
  const stream = new RtpStream();
  const { header } = stream.next(payload);
  stream.next(payload);
  const reception = new RtcpReceiverInfo({
    ssrc: 7,
    fractionLost: 3,
    packetsLost: 5,
    highestSequence: 0x1_0002,
    jitter: 9,
    lsr: 11,
    dlsr: 13,
  });
  const now = Date.UTC(2026, 0, 1) + 250;
  const [report, name] = RtcpPacketConverter.deSerialize(stream.report(now, reception));
  if (!(report instanceof RtcpSrPacket)) throw new Error("not a sender report");
  expect(report.ssrc).toBe(stream.ssrc);
  expect(report.senderInfo).toMatchObject({
    rtpTimestamp: (header.timestamp + 320) >>> 0,
    packetCount: 2,
    octetCount: 320,
  });
  const { ntpTimestamp } = report.senderInfo;
  // https://www.rfc-editor.org/rfc/rfc868: 2,208,988,800 is 1970 in seconds since 1900.
  expect(Number(ntpTimestamp >> 32n)).toBe(Date.UTC(2026, 0, 1) / 1_000 + 2_208_988_800);
  expect(Number(ntpTimestamp & 0xffff_ffffn) / 2 ** 32).toBeCloseTo(0.25, 6);
  expect(report.reports).toMatchObject([
    { ssrc: 7, fractionLost: 3, packetsLost: 5, highestSequence: 0x1_0002, jitter: 9, lsr: 11, dlsr: 13 },
  ]);
  if (!(name instanceof RtcpSourceDescriptionPacket)) throw new Error("no source description");
  expect(name.chunks).toMatchObject([{ source: stream.ssrc, items: [{ type: 1, text: "gateway" }] }]);
});
