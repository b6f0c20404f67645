import { describe, expect, test } from "vitest";
import type { CallRecord } from "@/lib/contracts";
import { makeProblem } from "../model/problems";
import { Bench, settle, testUuid } from "../testing/fake-deps";
import { guess, type Seen } from "./outcome";

function record(ref: string, change: Partial<CallRecord>): CallRecord {
  const startedAt = "2026-01-01T00:00:00Z";
  return {
    ref,
    direction: "outgoing",
    peer: { username: "bob", displayName: "Bob" },
    guest: null,
    anonymous: false,
    dialed: "bob",
    outcome: null,
    refusal: null,
    stage: null,
    message: null,
    missed: false,
    startedAt,
    answeredAt: null,
    endedAt: null,
    durationSeconds: null,
    ...change,
  };
}

const ref = testUuid(900);

test.each(["declined", "busy", "no_answer", "offline", "failed"] as const)(
  "the server answers %s",
  async (outcome) => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    const asked = call.parameters.get("ref") ?? "";
    bench.api.records.set(asked, record(asked, { outcome, durationSeconds: 0 }));
    call.emit("ringing", false);
    call.end();
    await bench.clock.pass(0);
    expect(bench.state).toMatchObject({ kind: "ended", outcome });
    expect(bench.api.hints).toEqual([asked]);
  },
);

test("the server gives the reason why it refused a call", async () => {
  const bench = await new Bench().ready();
  const call = await bench.dial();
  const asked = call.parameters.get("ref") ?? "";
  bench.api.records.set(asked, record(asked, { outcome: "failed", refusal: "self", durationSeconds: 0 }));
  call.end();
  await bench.clock.pass(0);
  expect(bench.state).toMatchObject({ kind: "ended", outcome: "failed", refusal: "self" });
});

test("the phone asks the server for the outcome for 6 s, then guesses it", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  const asked = call.parameters.get("ref") ?? "";
  bench.api.records.set(asked, record(asked, {}));
  await bench.clock.pass(3_000);
  call.end();
  await bench.clock.pass(2_000);
  expect(bench.state).toMatchObject({ kind: "ended", outcome: null });
  bench.api.records.set(asked, record(asked, { outcome: "completed", durationSeconds: 4 }));
  await bench.clock.pass(1_000);
  expect(bench.state).toMatchObject({ kind: "ended", outcome: "completed", durationSeconds: 4 });

  const silent = await new Bench().ready();
  const other = await silent.talk();
  await silent.clock.pass(3_000);
  other.end();
  await silent.clock.pass(5_900);
  expect(silent.state).toMatchObject({ kind: "ended", outcome: null });
  await silent.clock.pass(1_000);
  expect(silent.state).toMatchObject({ kind: "ended", outcome: "completed", durationSeconds: 3 });
});

test("a call that was answered on another device ends as answered elsewhere", async () => {
  const bench = await new Bench().ready();
  const call = bench.network.device.ring({ ref, name: "Alice", username: "alice" });
  bench.api.records.set(ref, record(ref, { direction: "incoming", answeredAt: "2026-01-01T00:00:05Z" }));
  call.end();
  await bench.clock.pass(0);
  expect(bench.state).toMatchObject({ kind: "ended", outcome: "answered_elsewhere", durationSeconds: 0 });
});

test("a call answered here is never answered elsewhere", async () => {
  const bench = await new Bench().ready();
  const call = bench.network.device.ring({ ref, name: "Alice", username: "alice" });
  const answeredAt = "2026-01-01T00:00:05Z";
  bench.api.records.set(
    ref,
    record(ref, { direction: "incoming", answeredAt, outcome: "completed", durationSeconds: 9 }),
  );
  bench.phone.answer();
  await settle();
  call.open();
  call.end();
  await bench.clock.pass(0);
  expect(bench.state).toMatchObject({ kind: "ended", outcome: "completed", durationSeconds: 9 });
});

test("the outcome of an earlier call does not change the next one", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.end();
  await settle();
  const next = await bench.dial("carol");
  await bench.clock.pass(7_000);
  expect(bench.state).toMatchObject({ kind: "dialing", call: { ref: next.parameters.get("ref") } });
});

describe("the guess without the server", () => {
  const out: Seen = {
    call: { ref, direction: "outgoing", peer: { name: null, username: null }, anonymous: false },
    byMe: false,
    reached: { kind: "rang", ms: 5_000 },
    problem: null,
    voicemail: false,
  };
  const inc: Seen = { ...out, call: { ...out.call, direction: "incoming" } };
  const code = (sdkCode: number) => ({ code: "unknown" as const, sdkCode });
  test.each<[string, Seen]>([
    ["completed", { ...out, reached: { kind: "talked", ms: 61_400 } }],
    ["no_answer", { ...out, reached: { kind: "talked", ms: 61_400 }, voicemail: true }],
    ["canceled", { ...out, byMe: true }],
    ["declined", out],
    ["no_answer", { ...out, reached: { kind: "rang", ms: 30_000 } }],
    ["failed", { ...out, reached: { kind: "nothing" } }],
    ["failed", { ...out, problem: makeProblem("signalling_lost") }],
    ["busy", { ...out, problem: code(31486) }],
    ["declined", { ...out, problem: code(31603) }],
    ["offline", { ...out, problem: code(31480) }],
    ["offline", { ...out, problem: code(31404) }],
    ["completed", { ...inc, reached: { kind: "talked", ms: 1_000 } }],
    ["declined", { ...inc, byMe: true }],
    ["canceled", inc],
    ["no_answer", { ...inc, reached: { kind: "rang", ms: 30_000 } }],
    ["failed", { ...inc, problem: makeProblem("signalling_lost") }],
  ])("is %s", (outcome, seen) => {
    expect(guess(seen).outcome).toBe(outcome);
  });
  test("the duration is not negative when the clock was set back", () => {
    expect(guess({ ...out, reached: { kind: "talked", ms: -60_000 } }).durationSeconds).toBe(0);
  });
});
