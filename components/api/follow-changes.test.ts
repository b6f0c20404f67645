import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Change, ChangedPerson, Person } from "@/lib/contracts";
import type { Live } from "@/lib/live/live";
import { type ChangeableCache, followChanges } from "./follow-changes";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page that has asked for these things, and a server that tells of changes. */
function follow(known: { key: readonly unknown[]; data: unknown; asking?: boolean }[] = []) {
  const asked: (string | undefined)[] = [];
  const written = new Map<string, unknown>();
  const cache: ChangeableCache = {
    find: (name) =>
      known.filter(({ key }) => key[0] === name).map((one) => ({ ...one, asking: one.asking ?? false })),
    write: (key, data) => void written.set(key.join(), data),
    ask: (name) => void asked.push(name),
  };
  let tell: (change: Change) => void = () => {};
  let reopen: () => void = () => {};
  const live: Live = {
    tab: "tab",
    stream: () => "stream",
    onStream(listener) {
      reopen = listener;
      return () => {};
    },
    onPing: () => () => {},
    onChange(listener) {
      tell = listener;
      return () => {};
    },
    onScreen: () => () => {},
    setScreen: () => {},
    keep: () => {},
    start: () => () => {},
  };
  const end = followChanges(cache, live);
  return { asked, written, end, tell: (change: Change) => tell(change), reopen: () => reopen() };
}

const bob: Person = {
  username: "bob",
  displayName: "Bob",
  presence: "here",
  blocked: true,
  allowed: false,
  favourite: false,
  watched: false,
};
const people = (...changed: ChangedPerson[]): Change => ({ kind: "people", people: changed });
const busyBob: ChangedPerson = { username: "bob", displayName: "Bob", presence: "in_call" };

test.each([
  ["me", ["me", "voicemail-settings"]],
  ["calls", ["calls", "voicemails"]],
  ["blocks", ["blocks", "people", "person"]],
  ["allows", ["allows", "people", "person"]],
  ["sessions", ["devices"]],
  ["people", ["people", "person"]],
] as const)("asks again for what shows a change of mine: %s", async (what, names) => {
  const { tell, asked } = follow();
  tell({ kind: "own", what: [what] });
  await vi.advanceTimersByTimeAsync(499);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual(names);
});

test("asks once for many changes that come together, and once more for those after", async () => {
  const { tell, asked } = follow();
  for (let i = 0; i < 20; i++) {
    tell({ kind: "own", what: ["me", "calls"] });
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual(["me", "voicemail-settings", "calls", "voicemails"]);
  tell({ kind: "own", what: ["me"] });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual(["me", "voicemail-settings", "calls", "voicemails", "me", "voicemail-settings"]);
});

test("asks for everything soon after the first stream, and at once with each other one", async () => {
  const { reopen, asked } = follow();
  reopen();
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(asked).toEqual([undefined]);
  reopen();
  expect(asked).toEqual([undefined, undefined]);
});

test("shows the look of the one person of a call link, and asks when they are gone", async () => {
  const { tell, written, asked } = follow([{ key: ["person", "bob"], data: bob }]);
  tell(people({ ...busyBob, username: "carol" }, busyBob));
  expect(written.get("person,bob")).toEqual({ ...bob, presence: "in_call" });
  tell(people({ ...busyBob, presence: null }));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual(["person"]);
});

test("asks again when a change comes while an answer is under way, which may be older", async () => {
  const list = { query: "", people: [bob], more: false };
  const { tell, asked } = follow([
    { key: ["people", ""], data: list, asking: true },
    { key: ["person", "bob"], data: null, asking: true },
  ]);
  tell(people(busyBob));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual(["people", "person"]);
});

test("pages with long lists do not all ask at the same moment when somebody joins", async () => {
  const many = Array.from({ length: 150 }, (_, n) => ({ ...bob, username: `bob_${n}` }));
  const { tell, asked } = follow([{ key: ["people", ""], data: { query: "", people: many, more: false } }]);
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  tell(people(busyBob));
  await vi.advanceTimersByTimeAsync(1_400);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toEqual(["people"]);
  vi.restoreAllMocks();
});

test("leaves no timer behind", () => {
  const { tell, end, reopen } = follow();
  reopen();
  tell({ kind: "own", what: ["me"] });
  end();
  expect(vi.getTimerCount()).toBe(0);
});
