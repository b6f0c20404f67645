import { describe, expect, test } from "vitest";
import { type CallRecord, type CallStage, callRecordSchema } from "@/lib/contracts";
import { Bench, settle, testUuid } from "../testing/fake-deps";

/** The server's record of a call that is under way. */
function record(ref: string, stage: CallStage | null): CallRecord {
  return callRecordSchema.parse({
    ref,
    direction: "outgoing",
    peer: { username: "bob", displayName: "Bob" },
    anonymous: false,
    dialed: "bob",
    outcome: null,
    refusal: null,
    stage,
    missed: false,
    startedAt: new Date(0).toISOString(),
    answeredAt: null,
    endedAt: null,
    durationSeconds: null,
  });
}

/** A phone that dials, with a stream of changes unless a test wants none. */
async function dial({ stream = true } = {}) {
  const bench = await new Bench().ready();
  if (stream) await bench.live.show(testUuid(900));
  const call = await bench.dial();
  const ref = call.parameters.get("ref") ?? "";
  const tell = (stage: CallStage, of = ref) => bench.live.tell({ kind: "stage", ref: of, stage });
  return { bench, call, ref, tell };
}

describe("a call that wakes closed devices", () => {
  test("says so, is heard, and has longer than 10 s until it rings", async () => {
    const { bench, call, tell } = await dial();
    await tell("waking");
    expect(bench.state).toMatchObject({ kind: "dialing", stage: "waking" });
    expect(bench.speaker.looping).toEqual(["ringback"]);
    await bench.clock.pass(14_000);
    expect(bench.state.kind).toBe("dialing");
    call.emit("ringing", false);
    expect(bench.state).toMatchObject({ kind: "ringing", toVoicemail: false });
    expect(bench.speaker.stopped).toEqual([]);
    call.open();
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { voicemail: false } });
  });

  test("ends in 25 s if the network never reacts", async () => {
    const { bench, tell } = await dial();
    await bench.clock.pass(9_000);
    await tell("waking");
    await bench.clock.pass(15_999);
    expect(bench.state.kind).toBe("dialing");
    await bench.clock.pass(2);
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "connect_timeout" } });
  });

  test("can be given up at any time", async () => {
    const { bench, call, tell } = await dial();
    await tell("waking");
    bench.phone.hangUp();
    expect(call.up).toBe(false);
    expect(bench.state).toMatchObject({ kind: "ended", lastStage: "waking" });
    expect(bench.speaker.looping).toEqual([]);
  });

  test("keeps in mind that devices were rung when nobody came", async () => {
    const { bench, call, tell } = await dial();
    await tell("waking");
    call.end({ code: "unknown", sdkCode: 31480 });
    await bench.clock.pass(7_000);
    expect(bench.state).toMatchObject({ kind: "ended", outcome: "offline", lastStage: "waking" });
  });

  test("the news of another call changes nothing, nor does news that comes late", async () => {
    const { bench, call, tell } = await dial();
    await tell("waking", testUuid(901));
    expect(bench.state).toMatchObject({ kind: "dialing", stage: null });
    call.emit("ringing", false);
    const before = bench.state;
    await tell("waking");
    expect(bench.state).toBe(before);
  });
});

describe("a call that voicemail answers", () => {
  test("is never shown as a call with the person", async () => {
    const { bench, call, tell } = await dial();
    call.emit("ringing", false);
    await tell("message");
    expect(bench.speaker.looping).toEqual([]);
    call.open();
    await settle();
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { voicemail: true } });
    const talks = bench.states.flatMap((state) => (state.kind === "inCall" ? [state.talk.voicemail] : []));
    expect(talks).not.toContain(false);
    expect(bench.speaker.played).not.toContain("connected");
  });

  test("is shown as such although the news comes after the answer", async () => {
    const { bench, call, tell } = await dial();
    call.open();
    await tell("message");
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { voicemail: true } });
  });

  test("may be muted, takes digits, and ends with the server's outcome", async () => {
    const { bench, call, ref, tell } = await dial();
    await tell("message");
    call.open();
    bench.phone.setMuted(true);
    expect(bench.state).toMatchObject({ talk: { muted: true } });
    bench.phone.sendDigits("#");
    expect(call.log).toContain("digits #");
    await bench.clock.pass(30_000);
    bench.api.records.set(ref, { ...record(ref, null), outcome: "busy", durationSeconds: 0 });
    bench.phone.hangUp();
    await bench.clock.pass(100);
    expect(bench.state).toMatchObject({
      kind: "ended",
      outcome: "busy",
      lastStage: "message",
      durationSeconds: 0,
    });
  });

  test("is no call without sound while voicemail listens and sends nothing", async () => {
    const { bench, call, tell } = await dial();
    await tell("message");
    call.open();
    call.emit("warning", "no_incoming_audio");
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { quality: { warnings: [] } } });
    await bench.clock.pass(60_000);
    expect(bench.state.kind).toBe("inCall");
  });
});

describe("without a stream of changes", () => {
  test("the server is asked after 1.5 s and then every 2 s, until the call is answered", async () => {
    const { bench, call, ref } = await dial({ stream: false });
    await bench.clock.pass(1_499);
    expect(bench.api.asked).toEqual([]);
    bench.api.records.set(ref, record(ref, "waking"));
    await bench.clock.pass(1);
    expect(bench.state).toMatchObject({ kind: "dialing", stage: "waking" });
    await bench.clock.pass(4_000);
    expect(bench.api.asked).toEqual([ref, ref, ref]);
    bench.api.records.set(ref, record(ref, "message"));
    call.open();
    await settle();
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { voicemail: true } });
    await bench.clock.pass(10_000);
    expect(bench.api.asked).toHaveLength(4);
  });

  test("the server is asked no more once the user gave up", async () => {
    const { bench } = await dial({ stream: false });
    bench.phone.hangUp();
    await bench.clock.pass(60_000);
    const asked = bench.api.asked.length;
    await bench.clock.pass(60_000);
    expect(bench.api.asked).toHaveLength(asked);
  });

  test("a stream that opens meanwhile is not enough: what came before it is asked for", async () => {
    const { bench, ref } = await dial({ stream: false });
    bench.api.records.set(ref, record(ref, "waking"));
    await bench.live.show(testUuid(900));
    expect(bench.state).toMatchObject({ stage: "waking" });
  });
});
