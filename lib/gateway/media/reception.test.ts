import { describe, expect, test } from "vitest";
import { RtcpRrPacket } from "werift";
import { Reception } from "./reception";

const SSRC = 0x1234;
/** Packet `n` of a sender: 20 ms each. `late`: milliseconds. */
function arrive(reception: Reception, n: number, late = 0, ssrc = SSRC): void {
  reception.packet(ssrc, (65_000 + n) & 0xffff, (0xffff_f000 + n * 160) >>> 0, 1_000_000 + n * 20 + late);
}

/** The next report, as the other side reads it. */
function reported(reception: Reception, nowMs = 2_000_000) {
  const report = reception.report(nowMs);
  if (!report) throw new Error("nothing to report");
  const bytes = new RtcpRrPacket({ ssrc: 1, reports: [report] }).serialize();
  const block = bytes.subarray(8);
  return {
    ssrc: block.readUInt32BE(0),
    fractionLost: block[4],
    lost: block.readUIntBE(5, 3),
    highest: block.readUInt32BE(8),
    jitter: block.readUInt32BE(12),
    lsr: block.readUInt32BE(16),
    dlsr: block.readUInt32BE(20),
  };
}

test("nothing has come: there is nothing to report", () => {
  const reception = new Reception();
  expect(reception.report(1)).toBeUndefined();
  expect(reception.figures).toEqual({ received: 0, lost: 0, jitterMs: 0 });
});

test("an even flow has no loss and no jitter, and its highest number counts the times that it wrapped", () => {
  const reception = new Reception();
  for (let n = 0; n < 1_000; n += 1) arrive(reception, n);
  expect(reported(reception)).toEqual({
    ssrc: SSRC,
    fractionLost: 0,
    lost: 0,
    highest: 0x1_0000 + ((65_000 + 999) & 0xffff),
    jitter: 0,
    lsr: 0,
    dlsr: 0,
  });
});

test("the fraction lost is that since the last report, and the number lost that of all time", () => {
  const reception = new Reception();
  for (let n = 0; n < 100; n += 1) if (n % 4 !== 1) arrive(reception, n);
  expect(reported(reception)).toMatchObject({ fractionLost: 64, lost: 25 });
  for (let n = 100; n < 200; n += 1) arrive(reception, n);
  expect(reported(reception)).toMatchObject({ fractionLost: 0, lost: 25 });
});

test("packets in the wrong order and twice are not lost", () => {
  const reception = new Reception();
  for (let n = 0; n < 100; n += 2) {
    arrive(reception, n + 1);
    arrive(reception, n);
    arrive(reception, n);
  }
  expect(reported(reception)).toMatchObject({ fractionLost: 0, lost: 0 });
});

describe("the jitter", () => {
  test("follows the formula of RFC 3550, section 6.4.1", () => {
    const reception = new Reception();
    let jitter = 0;
    const lateness = (n: number) => [0, 7, 3, 12, 1][n % 5] ?? 0;
    for (let n = 0; n < 500; n += 1) {
      arrive(reception, n, lateness(n));
      if (n > 0) jitter += (Math.abs(lateness(n) - lateness(n - 1)) * 8 - jitter) / 16;
    }
    expect(reported(reception).jitter).toBe(Math.floor(jitter));
    expect(reception.figures.jitterMs).toBeCloseTo(jitter / 8, 6);
  });

  test("is not that of a pressed key, whose packets have one timestamp", () => {
    const reception = new Reception();
    for (let n = 0; n < 50; n += 1) arrive(reception, n);
    for (let n = 50; n < 60; n += 1) {
      reception.packet(SSRC, (65_000 + n) & 0xffff, (0xffff_f000 + 50 * 160) >>> 0, 1_000_000 + n * 20);
    }
    for (let n = 60; n < 70; n += 1) arrive(reception, n);
    expect(reported(reception)).toMatchObject({ jitter: 0, lost: 0 });
  });
});

test("the delay since the last sender report is in units of 1/65536 s", () => {
  const reception = new Reception();
  arrive(reception, 0);
  reception.senderReport(0x1234_5678_9abc_def0n, 1_000_000);
  expect(reported(reception, 1_000_250)).toMatchObject({ lsr: 0x5678_9abc, dlsr: 16_384 });
  // A clock that is set back gives no negative delay.
  expect(reported(reception, 999_000)).toMatchObject({ dlsr: 0 });
});

describe("a sender that", () => {
  test("takes another source is counted anew", () => {
    const reception = new Reception();
    for (let n = 0; n < 100; n += 2) arrive(reception, n, n % 9);
    reception.senderReport(1n << 40n, 1_000_000);
    for (let n = 0; n < 10; n += 1) arrive(reception, n, 0, 0x9999);
    expect(reported(reception)).toMatchObject({ ssrc: 0x9999, lost: 0, fractionLost: 0, jitter: 0, lsr: 0 });
  });

  test("counts anew has not lost thousands of packets", () => {
    const reception = new Reception();
    for (let n = 0; n < 100; n += 1) arrive(reception, n);
    for (let n = 20_000; n < 20_100; n += 1) arrive(reception, n);
    expect(reported(reception).lost).toBeLessThan(5);
  });

  test("sends one packet with a wrong number is not counted anew", () => {
    const reception = new Reception();
    for (let n = 0; n < 100; n += 1) arrive(reception, n);
    arrive(reception, 20_000);
    for (let n = 100; n < 200; n += 1) arrive(reception, n);
    expect(reported(reception)).toMatchObject({ lost: 0, highest: 0xffff & (65_000 + 199) });
  });
});

test("of two hours of packets none is lost, and the numbers stay in their fields", () => {
  const reception = new Reception();
  for (let n = 0; n < 360_000; n += 1) arrive(reception, n);
  expect(reported(reception)).toMatchObject({ lost: 0, highest: 65_000 + 359_999 });
});
