import { beforeAll, describe, expect, test } from "vitest";
import { keyLength, RtpHeader, RtpPacket, SrtcpSession, SrtpSession, saltLength } from "werift";
import { garbage } from "../testing/garbage";
import { SecureLine } from "../testing/secure-line";
import { soak } from "../testing/soak";
import { type MediaCertificate, makeCertificate, mediaCertificate } from "./certificate";

let gateway: MediaCertificate;
let client: MediaCertificate;
let stranger: MediaCertificate;
const unhandled: unknown[] = [];

beforeAll(async () => {
  process.on("unhandledRejection", (error) => unhandled.push(error));
  [gateway, client, stranger] = await Promise.all([mediaCertificate(), makeCertificate(), makeCertificate()]);
});

/** The client's keys after a handshake. */
function sessions({ client: dtls }: SecureLine): { srtp: SrtpSession; srtcp: SrtcpSession } {
  const { localKey, localSalt, remoteKey, remoteSalt } = dtls.extractSessionKeys(keyLength(1), saltLength(1));
  const keys = {
    localMasterKey: localKey,
    localMasterSalt: localSalt,
    remoteMasterKey: remoteKey,
    remoteMasterSalt: remoteSalt,
  };
  return { srtp: new SrtpSession({ keys, profile: 1 }), srtcp: new SrtcpSession({ keys, profile: 1 }) };
}

const header = (sequenceNumber: number) =>
  new RtpHeader({ ssrc: 5, sequenceNumber, payloadType: 0, timestamp: 1 });

async function opened(line: SecureLine): Promise<void> {
  await expect.poll(() => line.end.isOpen, { timeout: 5_000 }).toBe(true);
}

test("after a handshake both sides understand each other's RTP and RTCP", async () => {
  const line = new SecureLine({ gateway, client });
  expect(line.end.isOpen).toBe(false);
  line.end.sendRtp(new RtpPacket(header(1), Buffer.from("too early")));
  expect(line.sent).toHaveLength(0);
  await line.connect();
  await opened(line);
  expect(line.events.opened).toBe(1);
  const { srtp, srtcp } = sessions(line);
  line.end.receive(srtp.encrypt(Buffer.from("hello"), header(7)));
  expect(line.events.rtp.map((packet) => packet.toString("latin1", 12))).toEqual(["hello"]);
  line.end.receive(srtcp.encrypt(Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 5])));
  expect(line.events.rtcp.map((packet) => packet.readUInt32BE(4))).toEqual([5]);
  line.end.sendRtp(new RtpPacket(header(9), Buffer.from("answer")));
  expect(srtp.decrypt(line.sent.at(-1) as Buffer).toString("latin1", 12)).toBe("answer");
  line.end.sendRtcp(Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 6]));
  expect(srtcp.decrypt(line.sent.at(-1) as Buffer).readUInt32BE(4)).toBe(6);
  line.end.close();
  line.end.close();
  const count = line.sent.length;
  line.end.sendRtp(new RtpPacket(header(10), Buffer.from("late")));
  line.end.receive(srtp.encrypt(Buffer.from("late"), header(8)));
  expect(line.sent).toHaveLength(count);
  expect(line.events.rtp).toHaveLength(1);
  expect(line.end.options.leg.peer).toBeUndefined();
});

test("a handshake that ends before the browser's SDP has come waits for it", async () => {
  const line = new SecureLine({ gateway, client }, null);
  await line.connect();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(line.end.isOpen).toBe(false);
  line.end.trust({ hash: "sha-256", value: client.fingerprint });
  await opened(line);
  line.end.close();
});

test.each([
  ["of another certificate", () => stranger.fingerprint, "sha-256"],
  ["of a hash function that is broken", () => client.fingerprint, "sha-1"],
  ["without digits", () => "", "sha-256"],
])("a fingerprint %s opens nothing, and the log says so", async (_name, value, hash) => {
  const line = new SecureLine({ gateway, client }, null);
  line.end.trust({ hash, value: value() });
  await line.connect();
  await expect
    .poll(() => line.lines)
    .toEqual(["test: DTLS: the certificate is not that of the browser's SDP"]);
  expect(line.end.isOpen).toBe(false);
  expect(line.events.opened).toBe(0);
});

test("who shows the browser's certificate without its key gets in nowhere", async () => {
  // The right certificate, and the signature of another key.
  const thief = { ...client, keyPem: stranger.keyPem };
  const line = new SecureLine({ gateway, client: thief }, client.fingerprint);
  await line.connect();
  await expect
    .poll(() => line.lines)
    .toEqual(["test: DTLS: the browser has not shown that the certificate is its own"]);
  expect(line.end.isOpen).toBe(false);
});

test("handshakes whose packets are lost, late and repeated on their way to the gateway succeed all the same", async () => {
  const lines = Array.from({ length: soak(20, 200) }, () => new SecureLine({ gateway, client }));
  await Promise.all(
    lines.map(async (line) => {
      line.carry = (packet) => {
        const copies = [0, 1, 1, 1, 2][Math.floor(Math.random() * 5)] ?? 1;
        for (let copy = 0; copy < copies; copy += 1) {
          setTimeout(() => line.end.receive(packet), Math.random() * 40);
        }
        return [];
      };
      await line.connect();
      await opened(line);
      line.carry = (packet) => [packet];
      line.end.receive(sessions(line).srtp.encrypt(Buffer.from("hello"), header(7)));
      expect(line.events.rtp).toHaveLength(1);
      line.end.close();
    }),
  );
}, 120_000);

test("an end that is closed in the middle of a handshake sends nothing again, and logs nothing", async () => {
  const line = new SecureLine({ gateway, client });
  line.carry = (packet) => (line.sent.length > 2 ? [] : [packet]);
  void line.client.connect().catch(() => {});
  await expect.poll(() => line.sent.length).toBeGreaterThan(2);
  const count = line.sent.length;
  line.end.close();
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(line.sent).toHaveLength(count);
  expect(line.lines).toEqual([]);
});

describe("after the handshake", () => {
  test("the first packets of another one change nothing, alone or behind other records", async () => {
    const line = new SecureLine({ gateway, client });
    await line.connect();
    await opened(line);
    const other = new SecureLine({ gateway, client: stranger });
    await other.connect();
    const change = Buffer.from([20, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1]);
    const count = line.sent.length;
    for (const packet of other.received) {
      line.end.receive(packet);
      line.end.receive(Buffer.concat([change, packet]));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(line.sent).toHaveLength(count);
    line.end.receive(sessions(line).srtp.encrypt(Buffer.from("still"), header(7)));
    expect(line.events.rtp.map((packet) => packet.toString("latin1", 12))).toEqual(["still"]);
    expect(line.events.opened).toBe(1);
    line.end.close();
  });

  test("a browser that has lost the last flight gets it again", async () => {
    const line = new SecureLine({ gateway, client });
    await line.connect();
    await opened(line);
    const count = line.sent.length;
    const finished = line.received.filter((packet) => packet[0] === 22 && packet.readUInt16BE(3) === 1);
    expect(finished.length).toBeGreaterThan(0);
    line.end.receive(finished[0] as Buffer);
    await expect.poll(() => line.sent.length).toBeGreaterThan(count);
    expect(line.events.opened).toBe(1);
    line.end.close();
  });

  test("a packet that is repeated a hundred times is taken once", async () => {
    const line = new SecureLine({ gateway, client });
    await line.connect();
    await opened(line);
    const packet = sessions(line).srtp.encrypt(Buffer.from("once"), header(7));
    for (let n = 0; n < 100; n += 1) line.end.receive(packet);
    expect(line.events.rtp).toHaveLength(1);
    line.end.close();
  });
});

describe("whatever comes", () => {
  const count = soak(3_000, 100_000);

  test("before a handshake, nothing is thrown, and it succeeds unless its packets were used up", async () => {
    const line = new SecureLine({ gateway, client });
    for (let n = 0; n < 300; n += 1) line.end.receive(garbage([], n));
    await line.connect();
    await opened(line);
    line.end.close();
  });

  test("after a handshake, nothing is thrown or rejected, and media is still understood", async () => {
    const line = new SecureLine({ gateway, client });
    await line.connect();
    await opened(line);
    const { srtp, srtcp } = sessions(line);
    const real = [
      ...line.received,
      srtp.encrypt(Buffer.from("real"), header(1)),
      srtcp.encrypt(Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 5])),
    ];
    for (let n = 0; n < count; n += 1) {
      line.end.receive(garbage(real, n));
      if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const before = line.events.rtp.length;
    line.end.receive(srtp.encrypt(Buffer.from("still"), header(2)));
    expect(line.events.rtp).toHaveLength(before + 1);
    expect(line.events.opened).toBe(1);
    line.end.close();
  });

  test("in the middle of handshakes, nothing is thrown or rejected, and the log has few lines of it", async () => {
    const { received } = await (async () => {
      const line = new SecureLine({ gateway, client });
      await line.connect();
      line.end.close();
      return line;
    })();
    for (let round = 0; round < soak(20, 500); round += 1) {
      const line = new SecureLine({ gateway, client });
      let n = round * 31;
      line.carry = (packet) => {
        n += 5;
        return [...Array.from({ length: 5 }, (_, index) => garbage(received, n + index)), packet];
      };
      void line.client.connect().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 20));
      line.end.close();
      expect(line.lines.length).toBeLessThanOrEqual(4);
    }
  });

  test("no promise was rejected with nobody to see it", async () => {
    // werift waits for up to 4.5 s for what does not come.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(unhandled).toEqual([]);
  });
});
