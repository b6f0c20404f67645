import fc from "fast-check";
import { expect, test } from "vitest";
import { handshakeRecords, laterRecords } from "./dtls-records";

const HELLO = 1;
const FINISHED = 20;

/** A handshake message, or a part of one. */
function message(type: number, part: { length?: number; offset?: number; bytes?: number } = {}): Buffer {
  const { length = 4, offset = 0, bytes = length } = part;
  const header = Buffer.alloc(12);
  header[0] = type;
  header.writeUIntBE(length, 1, 3);
  header.writeUIntBE(offset, 6, 3);
  header.writeUIntBE(bytes, 9, 3);
  return Buffer.concat([header, Buffer.alloc(bytes, type)]);
}

function record(type: number, body: Buffer, epoch = 0): Buffer {
  const header = Buffer.alloc(13);
  header[0] = type;
  header.writeUInt16BE(0xfefd, 1);
  header.writeUInt16BE(epoch, 3);
  header.writeUInt16BE(body.length, 11);
  return Buffer.concat([header, body]);
}

const hello = record(22, message(HELLO));
const change = record(20, Buffer.from([1]));
const sealed = record(22, Buffer.alloc(40, 7), 1);

test("during a handshake its records pass, in their order", () => {
  const flight = Buffer.concat([
    record(22, Buffer.concat([message(11), message(16), message(15)])),
    change,
    sealed,
  ]);
  expect(handshakeRecords(flight).equals(flight)).toBe(true);
  const parts = record(22, message(11, { length: 900, offset: 300, bytes: 200 }));
  expect(handshakeRecords(parts).equals(parts)).toBe(true);
});

test.each([
  ["an end that is not encrypted", record(22, message(FINISHED))],
  ["a message of 16 MB, of which this is a part", record(22, message(11, { length: 0xffffff, bytes: 10 }))],
  ["a part behind the end of its message", record(22, message(11, { length: 10, offset: 8, bytes: 10 }))],
  ["half a header", record(22, message(HELLO).subarray(0, 7))],
  ["a record that is cut off", hello.subarray(0, 20)],
])("%s does not pass, and what is before it does", (_name, bad) => {
  expect(handshakeRecords(bad)).toHaveLength(0);
  expect(handshakeRecords(Buffer.concat([change, bad])).equals(change)).toBe(true);
});

test("after a handshake only encrypted handshake records pass, wherever in the packet the others are", () => {
  const alert = record(21, Buffer.from([2, 40]), 1);
  expect(laterRecords(hello)).toHaveLength(0);
  expect(laterRecords(Buffer.concat([change, hello, sealed, alert])).equals(sealed)).toBe(true);
});

test("any bytes are read without an error, and never more comes out than went in", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, real) => {
      const packet = Buffer.from(bytes);
      if (real && packet.length > 12) packet.set([22, 0xfe, 0xfd, 0, bytes[4] ?? 0], 0);
      for (const read of [handshakeRecords, laterRecords]) {
        expect(read(packet).length).toBeLessThanOrEqual(packet.length);
      }
    }),
  );
});
