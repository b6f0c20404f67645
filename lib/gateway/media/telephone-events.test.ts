import { expect, test } from "vitest";
import { TelephoneEvents } from "./telephone-events";

/** An event's payload (RFC 4733, section 2.3): the end bit and the volume, then the duration. */
const event = (code: number, duration = 160, end = false) =>
  Buffer.from([code, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff]);

test("each of the 16 keys is read", () => {
  const events = new TelephoneEvents();
  const keys = Array.from({ length: 16 }, (_, code) => events.read(code * 1_000, event(code)));
  expect(keys.join("")).toBe("0123456789*#ABCD");
});

test("a press is read once, although it is several packets and its end comes three times", () => {
  const events = new TelephoneEvents();
  const packets = [event(5), event(5, 320), event(5, 480, true), event(5, 480, true), event(5, 480, true)];
  expect(packets.map((payload) => events.read(8_000, payload))).toEqual([
    "5",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(events.read(9_600, event(5))).toBe("5");
});

test("a press of which only the end arrives is read", () => {
  expect(new TelephoneEvents().read(1, event(11, 800, true))).toBe("#");
});

test("the end of a press that comes after the next press is not a third one", () => {
  const events = new TelephoneEvents();
  expect(events.read(1_000, event(1))).toBe("1");
  expect(events.read(2_000, event(2))).toBe("2");
  expect(events.read(1_000, event(1, 800, true))).toBeUndefined();
});

test.each([
  ["a flash of the hook", event(16)],
  ["an event of another kind", event(255)],
  ["a short payload", Buffer.from([5, 0, 0])],
  ["no payload", Buffer.alloc(0)],
])("%s is no key, and does not hide one", (_name, payload) => {
  const events = new TelephoneEvents();
  expect(events.read(1, payload)).toBeUndefined();
  expect(events.read(1, event(3))).toBe("3");
});
