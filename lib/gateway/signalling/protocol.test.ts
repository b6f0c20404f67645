import fc from "fast-check";
import { expect, test } from "vitest";
import { soak } from "../testing/soak";
import { decode, encode } from "./protocol";

const frame = (type: string, payload: unknown) => JSON.stringify({ type, payload, version: "1.6" });

test.each([
  ["listen", { token: "t", reconnectTimeout: 30, browserinfo: { p: "browser" } }],
  ["register", { media: { audio: true } }],
  ["invite", { callsid: "TJ1", sdp: "v=0", twilio: { params: "To=bob" } }],
  ["invite", { callsid: "CA1", sdp: null, reconnect: "r", twilio: {} }],
  ["answer", { callsid: "CA1", sdp: "v=0" }],
  ["reject", { callsid: "CA1" }],
  ["hangup", { callsid: "CA1", message: "media" }],
  ["reinvite", { callsid: "CA1", sdp: "v=0" }],
  ["dtmf", { callsid: "CA1", dtmf: "1w#" }],
  [
    "message",
    { callsid: "CA1", content: { a: 1 }, messagetype: "user-defined-message", voiceeventsid: "KX1" },
  ],
])("decodes the SDK's %s", (type, payload) => {
  expect(decode(frame(type, payload))?.type).toBe(type);
});

test.each([
  ["a frame that is no JSON", "{"],
  ["JSON that is no message", "null"],
  ["an unknown type", frame("shutdown", {})],
  ["a message without payload", JSON.stringify({ type: "reject" })],
  ["a sid of more than 64 characters", frame("reject", { callsid: "x".repeat(65) })],
  ["letters as DTMF", frame("dtmf", { callsid: "CA1", dtmf: "abc" })],
])("refuses %s", (_name, text) => {
  expect(decode(text)).toBeUndefined();
});

test("decodes an invalid reconnectTimeout as 0", () => {
  expect(decode(frame("listen", { token: "t", reconnectTimeout: 31 }))?.payload).toMatchObject({
    reconnectTimeout: 0,
  });
});

test("never throws, whatever the input", () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"type":"invite","payload":${json}}`),
  );
  fc.assert(
    fc.property(anything, (text) => {
      decode(text);
    }),
    { numRuns: soak(2_000, 100_000) },
  );
});

test("what is decoded from any frame is decoded the same again", () => {
  const sid = fc.oneof(fc.string(), fc.string({ minLength: 60, maxLength: 70 }));
  const field = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const payload = fc.record(
    {
      callsid: sid,
      sdp: field,
      token: fc.string(),
      reconnectTimeout: field,
      media: fc.oneof(fc.record({ audio: fc.boolean() }), field),
      twilio: fc.oneof(fc.record({ params: fc.string() }), field),
      reconnect: sid,
      dtmf: fc.oneof(fc.stringMatching(/^[0-9*#w]{0,4}$/), field),
      content: fc.jsonValue({ maxDepth: 2 }),
      messagetype: fc.string(),
      voiceeventsid: sid,
      message: fc.string(),
    },
    { requiredKeys: [] },
  );
  const types = "listen register invite answer reject hangup reinvite dtmf message shutdown".split(" ");
  let decoded = 0;
  fc.assert(
    fc.property(fc.constantFrom(...types), payload, (type, given) => {
      const message = decode(frame(type, given));
      if (!message) return;
      decoded += 1;
      expect(message.type).toBe(type);
      // As text: `-0` is not the same number, and is written as 0.
      const text = JSON.stringify(message);
      expect(JSON.stringify(decode(text))).toBe(text);
    }),
    { numRuns: soak(2_000, 100_000), examples: [["reject", { callsid: "CA1" }]] },
  );
  expect(decoded).toBeGreaterThan(1);
});

test("adds the version when it encodes", () => {
  expect(JSON.parse(encode({ type: "cancel", payload: { callsid: "CA1" } }))).toEqual({
    type: "cancel",
    payload: { callsid: "CA1" },
    version: "1.6",
  });
});
