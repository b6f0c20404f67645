import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ProtectionProfileAes128CmHmacSha1_80, RtpHeader, SrtcpSession, SrtpSession } from "werift";
import { SrtpReceiver } from "./srtp-receiver";

const SSRC = 99;

/** A sender, and the receiver of what it sends. */
function line(): {
  rtp: (sequence: number, ssrc?: number) => Buffer;
  rtcp: () => Buffer;
  receiver: SrtpReceiver;
} {
  const [localMasterKey, localMasterSalt] = [randomBytes(16), randomBytes(14)];
  const keys = {
    localMasterKey,
    localMasterSalt,
    remoteMasterKey: localMasterKey,
    remoteMasterSalt: localMasterSalt,
  };
  const options = { keys, profile: ProtectionProfileAes128CmHmacSha1_80 };
  const [srtp, srtcp] = [new SrtpSession(options), new SrtcpSession(options)];
  const report = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, SSRC]);
  return {
    rtp: (sequence, ssrc = SSRC) =>
      srtp.encrypt(
        Buffer.from([sequence >> 8, sequence & 0xff]),
        new RtpHeader({ ssrc, sequenceNumber: sequence, payloadType: 0 }),
      ),
    rtcp: () => srtcp.encrypt(report),
    receiver: new SrtpReceiver(new SrtpSession(options), new SrtcpSession(options)),
  };
}

/** The sequence number in the payload, as proof that it was decrypted. */
const read = (packet: Buffer | undefined) => packet?.readUInt16BE(12);

function isTaken(receiver: SrtpReceiver, packet: Buffer): boolean {
  try {
    return receiver.rtp(packet) !== undefined;
  } catch {
    return false;
  }
}

describe("RTP", () => {
  test("is decrypted over three times that its number wraps", () => {
    const { rtp, receiver } = line();
    for (let n = 60_000; n < 260_000; n += 1) {
      const sequence = n & 0xffff;
      const packet = rtp(sequence);
      // Between the wraps the sender has to be followed as well, but some are enough.
      if (n % 50 < 2 || sequence < 5 || sequence > 65_530) expect(read(receiver.rtp(packet))).toBe(sequence);
    }
  });

  test("is decrypted after a loss of two minutes over the wrap", () => {
    const { rtp, receiver } = line();
    for (let n = 60_000; n < 65_000; n += 1) receiver.rtp(rtp(n));
    for (let n = 65_000; n < 71_000; n += 1) rtp(n & 0xffff);
    for (let n = 71_000; n < 71_010; n += 1) expect(read(receiver.rtp(rtp(n & 0xffff)))).toBe(n & 0xffff);
  });

  test("that comes late over the wrap is decrypted, and that comes twice is not", () => {
    const { rtp, receiver } = line();
    const packets = Array.from({ length: 20 }, (_, n) => rtp((65_526 + n) & 0xffff));
    const order = [0, 2, 1, 12, 11, 3, 13, 4, 10, 9, 8, 7, 6, 5];
    for (const n of order) expect(read(receiver.rtp(packets[n] as Buffer))).toBe((65_526 + n) & 0xffff);
    for (const n of order) expect(receiver.rtp(packets[n] as Buffer)).toBeUndefined();
    expect(read(receiver.rtp(packets[14] as Buffer))).toBe(4);
  });

  test("that is older than five seconds is dropped, whether or not it has come before", () => {
    const { rtp, receiver } = line();
    const [first, second] = [rtp(1), rtp(2)];
    receiver.rtp(first);
    for (let n = 3; n < 400; n += 1) receiver.rtp(rtp(n));
    expect(receiver.rtp(first)).toBeUndefined();
    expect(receiver.rtp(second)).toBeUndefined();
  });

  test("that was forged is not taken, and does not move the window", () => {
    const { rtp, receiver } = line();
    receiver.rtp(rtp(1));
    for (const sequence of [2, 40_000, 65_535, 0]) {
      const forged = Buffer.from(rtp(2));
      forged.writeUInt16BE(sequence, 2);
      forged[20] = (forged[20] ?? 0) ^ 1;
      expect(isTaken(receiver, forged)).toBe(false);
    }
    expect(read(receiver.rtp(rtp(3)))).toBe(3);
  });

  test.each([0, 1, 11, 12, 21])("of %i bytes throws", (length) => {
    const { rtp, receiver } = line();
    expect(() => receiver.rtp(rtp(1).subarray(0, length))).toThrow();
  });

  test("of a thousand sources is decrypted, with the memory of some", () => {
    const { rtp, receiver } = line();
    for (let ssrc = 1; ssrc <= 1_000; ssrc += 1) expect(read(receiver.rtp(rtp(5, ssrc)))).toBe(5);
  });
});

describe("RTCP", () => {
  test("is decrypted once", () => {
    const { rtcp, receiver } = line();
    const [one, two] = [rtcp(), rtcp()];
    expect(receiver.rtcp(two)?.readUInt32BE(4)).toBe(SSRC);
    expect(receiver.rtcp(one)?.readUInt32BE(4)).toBe(SSRC);
    expect(receiver.rtcp(one)).toBeUndefined();
    expect(receiver.rtcp(two)).toBeUndefined();
  });

  test("that was forged throws, and that comes after it is decrypted", () => {
    const { rtcp, receiver } = line();
    const forged = Buffer.from(rtcp());
    forged[5] = (forged[5] ?? 0) ^ 1;
    expect(() => receiver.rtcp(forged)).toThrow();
    expect(() => receiver.rtcp(Buffer.from([0x80, 200]))).toThrow();
    expect(receiver.rtcp(rtcp())).toBeDefined();
  });
});
