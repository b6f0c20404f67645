import fc from "fast-check";
import { expect, test } from "vitest";
import { readTabMessage, type TabMessage } from "./tab-message";

test.each([
  [{ type: "letGo", endCall: true }, true],
  [{ type: "letGo" }, false],
  [{ type: "inCall" }, true],
  [{ type: "gone", ring: null }, true],
  [{ type: "gone", ring: { id: "1", parameters: { ref: "r" }, connectToken: "t" } }, true],
  [{ type: "gone", ring: { id: "1", parameters: { ref: 1 }, connectToken: "t" } }, false],
  [{ type: "gone" }, false],
  [{ type: "whatCalls" }, true],
  [{ type: "calls", calls: { ringing: null, inCall: true } }, true],
  [{ type: "calls", calls: { ringing: { name: null, username: null }, inCall: false } }, true],
  [{ type: "calls", calls: { ringing: { name: "Alice", username: "alice" }, inCall: false } }, true],
  [
    { type: "calls", calls: { ringing: { name: "Carol", username: null, guest: true }, inCall: false } },
    true,
  ],
  [{ type: "calls", calls: { ringing: { name: "Alice" }, inCall: false } }, false],
  [{ type: "calls", calls: { ringing: null } }, false],
  [{ type: "calls" }, false],
  [{ type: "ringOver", id: "1" }, true],
  [{ type: "ringDeclined" }, false],
  [{ type: "of a later version" }, false],
  ["letGo", false],
  [null, false],
])("%j is a message between tabs: %s", (data, is) => {
  expect(readTabMessage(data)).toEqual(is ? data : null);
});

const name = fc.option(fc.string());
const message: fc.Arbitrary<TabMessage> = fc.oneof(
  fc.record({ type: fc.constant("letGo" as const), endCall: fc.boolean() }),
  fc.record({ type: fc.constantFrom("inCall" as const, "whatCalls" as const) }),
  fc.record({
    type: fc.constant("gone" as const),
    ring: fc.option(
      fc.record({
        id: fc.string(),
        parameters: fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.string(), { noNullPrototype: true }),
        connectToken: fc.string(),
      }),
    ),
  }),
  fc.record({
    type: fc.constant("calls" as const),
    calls: fc.record({ ringing: fc.option(fc.record({ name, username: name })), inCall: fc.boolean() }),
  }),
  fc.record({ type: fc.constantFrom("ringOver" as const, "ringDeclined" as const), id: fc.string() }),
);

test("a message arrives as it was sent", () => {
  fc.assert(
    fc.property(message, (sent) => {
      expect(readTabMessage(structuredClone(sent))).toEqual(sent);
    }),
  );
});

/** Each way to reach a value inside another one, such as `["calls", "ringing"]`. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (typeof value !== "object" || value === null) return value;
  return { ...value, [key]: replaced(Reflect.get(value, key), rest, by) };
}

test("a message with one part of a wrong type is rejected", () => {
  const wrong = fc.constantFrom<unknown>(undefined, 7, [], () => {});
  fc.assert(
    fc.property(message, fc.nat(), wrong, (sent, at, by) => {
      const paths = pathsOf(sent);
      const path = paths[at % paths.length] ?? [];
      expect(readTabMessage(replaced(sent, path, by))).toBeNull();
    }),
  );
});

test("any other value is rejected without an error", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withMap: true, withBigInt: true }), (data) => {
      expect(readTabMessage(data)).toBeNull();
    }),
  );
});
