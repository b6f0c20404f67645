import fc from "fast-check";
import { expect, test } from "vitest";
import { messagesOf, recordOf, recordsOf } from "./dtls-records";
import { HandshakeOrder, sealedRecords } from "./handshake-order";

const [HELLO, CERTIFICATE, PROOF, KEYS, FINISHED] = [1, 11, 15, 16, 20];

/** A message in one piece, filled with its type. */
function message(type: number, sequence: number, length = 20): Buffer {
  return recordOf({ type, sequence, length, offset: 0, bytes: Buffer.alloc(length, type) });
}

/** The bytes `from` to `to` of a message. */
function part(type: number, sequence: number, length: number, from: number, to: number): Buffer {
  return recordOf({ type, sequence, length, offset: from, bytes: Buffer.alloc(to - from, type) });
}

function other(type: number, body: Buffer, epoch: number): Buffer {
  const header = Buffer.alloc(13);
  header[0] = type;
  header.writeUInt16BE(0xfefd, 1);
  header.writeUInt16BE(epoch, 3);
  header.writeUInt16BE(body.length, 11);
  return Buffer.concat([header, body]);
}

const hellos = [message(HELLO, 0), message(HELLO, 1)];
const flight = [message(CERTIFICATE, 2, 300), message(KEYS, 3), message(PROOF, 4)];
const change = other(20, Buffer.from([1]), 0);
const sealed = other(22, Buffer.alloc(40, 7), 1);

/** What comes out, by the types of the messages; `end`: the encrypted end. */
function read(order: HandshakeOrder, ...packets: Buffer[]): (number | string | undefined)[] {
  return packets.flatMap((packet) =>
    order.take(packet).map((record) => {
      if (record.equals(sealed)) return "end";
      const [only, ...more] = messagesOf(recordsOf(record)[0]?.body ?? Buffer.alloc(0));
      expect(more).toEqual([]);
      expect(only?.bytes.every((byte) => byte === only.type)).toBe(true);
      expect(only?.bytes).toHaveLength(only?.length ?? -1);
      return only?.type;
    }),
  );
}

const WHOLE = [HELLO, HELLO, CERTIFICATE, KEYS, PROOF, "end"];

test("a handshake passes, in packets of its own or in one", () => {
  expect(read(new HandshakeOrder(), ...hellos, ...flight, change, sealed)).toEqual(WHOLE);
  const one = Buffer.concat([...flight, change, sealed]);
  expect(read(new HandshakeOrder(), ...hellos, one)).toEqual(WHOLE);
});

test("in any order, with any repetitions, the same comes out as long as the greetings come first", () => {
  const packets = [...flight, sealed];
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), fc.array(fc.nat(3)), (all, more) => {
      const order = new HandshakeOrder();
      const sent = [...hellos, ...[...more, ...all].map((n) => packets[n] as Buffer)];
      const got = read(order, ...sent);
      expect(got.filter((one) => one !== "end")).toEqual(WHOLE.slice(0, -1));
      expect(got.at(-1)).toBe("end");
      expect(got.indexOf("end")).toBeGreaterThan(got.indexOf(PROOF));
    }),
  );
});

test("parts of a message pass when it is whole, in any order and also when they overlap", () => {
  const order = new HandshakeOrder();
  const parts = [
    part(CERTIFICATE, 2, 300, 200, 300),
    part(CERTIFICATE, 2, 300, 0, 120),
    part(KEYS, 3, 20, 0, 20),
  ];
  expect(read(order, ...hellos, ...parts)).toEqual([HELLO, HELLO]);
  expect(read(order, part(CERTIFICATE, 2, 300, 100, 210))).toEqual([CERTIFICATE, KEYS]);
});

test("a greeting in parts passes when it is whole, and parts of two greetings are never put together", () => {
  const order = new HandshakeOrder();
  const parts = (sequence: number) => [
    part(HELLO, sequence, 1_600, 0, 1_200),
    part(HELLO, sequence, 1_600, 1_200, 1_600),
  ];
  const [head, tail] = parts(0) as [Buffer, Buffer];
  const [nextHead, nextTail] = parts(1) as [Buffer, Buffer];
  // The tail of the first is lost, and comes with the repetition.
  expect(read(order, head)).toEqual([]);
  expect(read(order, head, tail)).toEqual([HELLO]);
  expect(read(order, tail, nextHead)).toEqual([]);
  expect(read(order, nextTail, head)).toEqual([HELLO]);
  // Asked again, since the answer was lost.
  expect(read(order, nextTail, nextHead)).toEqual([HELLO]);
  expect(read(order, ...flight, sealed)).toEqual([CERTIFICATE, KEYS, PROOF, "end"]);
});

test("the second greeting passes again, for an answer that was lost, and the first does not after it", () => {
  const order = new HandshakeOrder();
  const [first, second] = hellos as [Buffer, Buffer];
  expect(read(order, first, first, second, first, second)).toEqual([HELLO, HELLO, HELLO, HELLO]);
  expect(read(order, flight[0] as Buffer, first, second)).toEqual([CERTIFICATE]);
  expect(read(order, ...flight, sealed)).toEqual([KEYS, PROOF, "end"]);
});

test.each([
  ["an end that is not encrypted", message(FINISHED, 5)],
  ["a message of 16 MB, of which this is a part", part(CERTIFICATE, 2, 0xffffff, 0, 10)],
  ["a third greeting", message(HELLO, 2)],
  ["a message from far ahead", message(KEYS, 500)],
  ["an alert", other(21, Buffer.from([2, 40]), 0)],
  ["half a record", message(KEYS, 3).subarray(0, 20)],
  [
    "a part behind the end of its message",
    recordOf({ type: KEYS, sequence: 3, length: 10, offset: 8, bytes: Buffer.alloc(10) }),
  ],
])("%s does not pass, and does no harm", (_name, bad) => {
  const order = new HandshakeOrder();
  expect(read(order, ...hellos, bad)).toEqual([HELLO, HELLO]);
  expect(read(order, ...flight, bad, sealed)).toEqual([CERTIFICATE, KEYS, PROOF, "end"]);
});

test("after a handshake only encrypted handshake records pass, wherever in the packet the others are", () => {
  const alert = other(21, Buffer.from([2, 40]), 1);
  expect(sealedRecords(hellos[0] as Buffer)).toEqual([]);
  expect(sealedRecords(Buffer.concat([change, ...hellos, sealed, alert]))).toEqual([sealed]);
});

test("any bytes are read without an error, and little is kept of them", () => {
  const order = new HandshakeOrder();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(1), (bytes, epoch) => {
      const packet = other(22, Buffer.from(bytes), epoch);
      for (const record of [...order.take(packet), ...sealedRecords(packet)]) {
        expect(record.length).toBeLessThan(17_000);
      }
      order.take(Buffer.from(bytes));
    }),
    { numRuns: 500 },
  );
});
