import { describe, expect, test } from "vitest";
import { makeProblem } from "../model/problems";
import { Bench, settle, testUuid } from "../testing/fake-deps";

const alice = { ref: testUuid(900), name: "Alice", username: "alice" };
const carol = { ref: testUuid(901), name: "Carol", username: "carol" };

describe("an incoming call", () => {
  test("rings with the caller's name until it is answered", async () => {
    const bench = await new Bench().ready();
    const call = bench.network.device.ring(alice);
    expect(bench.state).toMatchObject({
      kind: "incoming",
      call: { ref: alice.ref, peer: { name: "Alice", username: "alice" }, anonymous: false },
    });
    expect(bench.speaker.looping).toEqual(["ringtone"]);
    bench.phone.answer();
    expect(bench.state).toMatchObject({ kind: "incoming", answering: true });
    expect(bench.speaker.looping).toEqual([]);
    await settle();
    call.open();
    expect(bench.state.kind).toBe("inCall");
    bench.phone.hangUp();
    expect(call.log).toEqual(["accept", "disconnect"]);
    await bench.clock.pass(0);
    expect(bench.api.hints).toEqual([alice.ref]);
  });

  test("is declined", async () => {
    const bench = await new Bench().ready();
    const call = bench.network.device.ring(alice);
    bench.phone.decline();
    expect(call.log).toEqual(["reject"]);
    expect(bench.state).toMatchObject({ kind: "ended", outcome: "declined" });
    expect(bench.speaker.looping).toEqual([]);
  });

  test("is shown as anonymous when its caller is anonymous or its parameters are malformed", async () => {
    const bench = await new Bench().ready();
    bench.network.device.ring({ ref: alice.ref });
    expect(bench.state).toMatchObject({ call: { ref: alice.ref, peer: { name: null }, anonymous: true } });
    bench.phone.decline();
    bench.network.device.ring({ ref: "'><script>", name: "Mallory" });
    expect(bench.state).toMatchObject({ kind: "incoming", call: { peer: { name: null, username: null } } });
    expect(bench.state).not.toMatchObject({ call: { ref: "'><script>" } });
  });

  test("is marked as a guest's by the server's word alone, and a guest has no username", async () => {
    const bench = await new Bench().ready();
    bench.network.device.ring({ ref: alice.ref, name: "Carol", username: "carol", guest: "1" });
    const peer = { name: "Carol", username: null, guest: true };
    expect(bench.state).toMatchObject({ kind: "incoming", call: { peer, anonymous: false } });
    bench.phone.decline();
    bench.network.device.ring({ ...carol, guest: "perhaps" });
    if (bench.state.kind !== "incoming") throw new Error(bench.state.kind);
    expect(bench.state.call.peer).toEqual({ name: "Carol", username: "carol" });
  });

  test.each([
    ["0", true],
    ["1", undefined],
    [undefined, undefined],
    ["perhaps", undefined],
  ])("is marked as a new caller's by the server's word alone: known=%s", async (known, newCaller) => {
    const bench = await new Bench().ready();
    bench.network.device.ring({ ...alice, ...(known && { known }) });
    if (bench.state.kind !== "incoming") throw new Error(bench.state.kind);
    expect(bench.state.call.newCaller).toBe(newCaller);
    expect(bench.state.call.peer).toEqual({ name: "Alice", username: "alice" });
  });

  test("rings on the chosen ringer", async () => {
    const bench = await new Bench().ready();
    await bench.phone.devices.chooseRinger("spk1");
    bench.network.device.ring(alice);
    expect(bench.speaker.playing).toEqual([{ tone: "ringtone", sink: "spk1", loop: true }]);
  });

  test("a blocked ringtone is reported, and sounds after a click", async () => {
    const bench = await new Bench().ready();
    bench.speaker.blocks = true;
    bench.network.device.ring(alice);
    expect(bench.state).toMatchObject({ kind: "incoming", soundBlocked: true });
    bench.speaker.blocks = false;
    bench.phone.enableSound();
    expect(bench.state).toMatchObject({ kind: "incoming", soundBlocked: false });
    expect(bench.speaker.looping).toEqual(["ringtone"]);
    bench.phone.decline();
    expect(bench.speaker.looping).toEqual([]);
  });

  test("a blocked ringtone sounds after a click anywhere on the page", async () => {
    const bench = new Bench();
    bench.speaker.blocks = true;
    await bench.ready();
    bench.network.device.ring(alice);
    bench.speaker.blocks = false;
    bench.page.emit("touch");
    await settle();
    expect(bench.state).toMatchObject({ kind: "incoming", soundBlocked: false });
    expect(bench.speaker.looping).toEqual(["ringtone"]);
  });

  test("a refused microphone does not end the call: it rings on and can be answered again", async () => {
    const bench = await new Bench().ready();
    const call = bench.network.device.ring(alice);
    bench.media.refusal = "NotAllowedError";
    bench.phone.answer();
    await settle();
    expect(bench.state).toMatchObject({
      kind: "incoming",
      answering: false,
      problem: { code: "mic_denied" },
    });
    expect(call.log).toEqual([]);
    expect(bench.speaker.looping).toEqual(["ringtone"]);
    bench.media.refusal = null;
    bench.phone.answer();
    await settle();
    call.open();
    expect(bench.state.kind).toBe("inCall");
  });

  test("a hang-up while the browser still asks for the microphone rejects the call and stops the ringing", async () => {
    const bench = await new Bench().ready();
    let allow = () => {};
    bench.media.prompt = new Promise((resolve) => {
      allow = resolve;
    });
    const call = bench.network.device.ring(alice);
    bench.phone.answer();
    await settle();
    bench.phone.hangUp();
    expect(call.log).toEqual(["reject"]);
    expect(bench.state).toMatchObject({ kind: "ended", outcome: "declined" });
    allow();
    await settle();
    expect(call.log).toEqual(["reject"]);
    expect(bench.media.open).toBe(0);
  });

  test("a page that is left while the browser asks for the microphone lets the call ring on other devices", async () => {
    const bench = await new Bench().ready();
    bench.media.prompt = new Promise(() => {});
    const call = bench.network.device.ring(alice);
    bench.phone.answer();
    await settle();
    bench.page.emit("hide");
    expect(call.log).toEqual(["ignore"]);
  });

  test("a ring whose end was lost stops after two minutes, even if an attempt to answer failed meanwhile", async () => {
    const bench = await new Bench().ready();
    const call = bench.network.device.ring(alice);
    await bench.clock.pass(60_000);
    bench.media.refusal = "NotAllowedError";
    bench.phone.answer();
    await bench.clock.pass(59_999);
    expect(bench.state).toMatchObject({ kind: "incoming", problem: { code: "mic_denied" } });
    await bench.clock.pass(1);
    expect(bench.state.kind).toBe("ended");
    expect(call.log).toEqual(["ignore"]);
  });

  test("an answer without a reaction ends in 10 s", async () => {
    const bench = await new Bench().ready();
    const call = bench.network.device.ring(alice);
    bench.phone.answer();
    await bench.clock.pass(10_000);
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "answer_timeout" } });
    expect(call.up).toBe(false);
    expect(bench.media.open).toBe(0);
  });
});

describe("each ring", () => {
  const ways: Record<string, (bench: Bench) => void> = {
    answer: ({ phone }) => phone.answer(),
    decline: ({ phone }) => phone.decline(),
    hangUp: ({ phone }) => phone.hangUp(),
    cancel: ({ network }) => network.device.calls[0]?.end(),
    cut: ({ network }) => network.device.cut(),
    open: ({ network }) => network.device.calls[0]?.log.includes("accept") && network.device.calls[0].open(),
  };
  const pairs = Object.keys(ways).flatMap((first) => Object.keys(ways).map((then) => [first, then] as const));

  test.each(pairs)("ends exactly once on %s then %s", async (first, then) => {
    for (const wait of [false, true]) {
      const bench = await new Bench().ready();
      bench.network.device.ring(alice);
      ways[first]?.(bench);
      if (wait) await settle();
      ways[then]?.(bench);
      await bench.clock.pass(11_000);
      const ends = bench.states.filter(
        (now, i) => now.kind === "ended" && bench.states[i - 1]?.kind !== "ended",
      );
      const quiet =
        bench.state.kind === "ended" || bench.state.kind === "incoming" || bench.state.kind === "inCall";
      expect(quiet, bench.state.kind).toBe(true);
      expect(ends.length).toBe(bench.state.kind === "ended" ? 1 : 0);
      expect(bench.network.callsUp.length).toBe(bench.state.kind === "ended" ? 0 : 1);
      expect(bench.speaker.looping).toEqual(bench.state.kind === "incoming" ? ["ringtone"] : []);
    }
  });
});

test("a test call is left to the diagnostics that made it", async () => {
  const bench = await new Bench().ready();
  const call = bench.network.device.ring({ test: "1" });
  expect(call.log).toEqual(["ignore"]);
  expect(bench.state.kind).toBe("ready");
});

describe("a second call", () => {
  test("rings softly during the first call, which goes on when the second is declined", async () => {
    const bench = await new Bench().ready();
    const first = await bench.talk();
    const second = bench.network.device.ring(alice);
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { waiting: { ref: alice.ref } } });
    expect(bench.speaker.played.filter((tone) => tone === "waiting")).toHaveLength(1);
    expect(bench.speaker.played).not.toContain("ringtone");
    await bench.clock.pass(5_000);
    expect(bench.speaker.played.filter((tone) => tone === "waiting")).toHaveLength(2);
    bench.phone.declineWaiting();
    expect(second.log).toEqual(["reject"]);
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { waiting: null } });
    expect(first.up).toBe(true);
  });

  test("is answered, which ends the first", async () => {
    const bench = await new Bench().ready();
    const first = await bench.talk();
    const second = bench.network.device.ring(alice);
    bench.phone.answerWaiting();
    expect(first.up).toBe(false);
    expect(bench.state).toMatchObject({ kind: "incoming", call: { ref: alice.ref }, answering: true });
    await settle();
    second.open();
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { call: { ref: alice.ref }, waiting: null } });
    expect(bench.network.callsUp).toEqual([second]);
    expect(bench.speaker.played).not.toContain("ringtone");
  });

  test("rings aloud when the first call ends", async () => {
    const bench = await new Bench().ready();
    const first = await bench.talk();
    const second = bench.network.device.ring(alice);
    first.end();
    await settle();
    expect(bench.state).toMatchObject({ kind: "incoming", call: { ref: alice.ref }, answering: false });
    expect(bench.speaker.looping).toEqual(["ringtone"]);
    second.end();
    await settle();
    expect(bench.state).toMatchObject({ kind: "ended", call: { ref: alice.ref } });
  });

  test("ends when its caller gives up", async () => {
    const bench = await new Bench().ready();
    await bench.talk();
    bench.network.device.ring(alice).end();
    await settle();
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { waiting: null } });
  });

  test("is rejected while another call rings or waits", async () => {
    const bench = await new Bench().ready();
    await bench.talk();
    bench.network.device.ring(alice);
    const third = bench.network.device.ring(carol);
    await settle();
    expect(third.log).toEqual(["reject"]);
    const other = await new Bench().ready();
    other.network.device.ring(alice);
    const second = other.network.device.ring(carol);
    await settle();
    expect(second.log).toEqual(["reject"]);
    expect(other.state).toMatchObject({ kind: "incoming", call: { ref: alice.ref } });
  });

  test.each([false, true])(
    "rings on unanswered while I call anonymously, since a busy phone would show who calls (ringing: %s)",
    async (ringing) => {
      const bench = await new Bench().ready();
      bench.phone.dial({ username: "bob", name: "Bob", anonymous: true });
      await settle();
      const [mine] = bench.network.device.calls;
      if (ringing) mine?.emit("ringing", false);
      const theirs = bench.network.device.ring(alice);
      await settle();
      expect(theirs.log).toEqual(["ignore"]);
      expect(bench.api.busyWith).toEqual([]);
      expect(bench.state.kind).toBe(ringing ? "ringing" : "dialing");
      expect(mine?.up).toBe(true);
    },
  );

  test("is rejected as busy under the ref of a call that is up", async () => {
    const bench = await new Bench().ready();
    const first = await bench.talk();
    const second = bench.network.device.ring({ ...alice, ref: first.parameters.get("ref") ?? "" });
    await settle();
    expect(second.log).toEqual(["reject"]);
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { waiting: null } });
    expect(first.up).toBe(true);
  });

  test("is rejected after the server learned that the phone is busy, or after a short wait for it", async () => {
    const bench = await new Bench().ready();
    await bench.dial("bob");
    bench.api.busyKnown = new Promise(() => {});
    const call = bench.network.device.ring(carol);
    await settle();
    expect(bench.api.busyWith).toEqual([carol.ref]);
    expect(call.log).toEqual([]);
    await bench.clock.pass(2_000);
    expect(call.log).toEqual(["reject"]);
  });

  test.each([false, true])(
    "ends with the first call when two people dial each other at once (ringing: %s)",
    async (ringing) => {
      const bench = await new Bench().ready();
      const mine = await bench.dial("alice");
      if (ringing) mine.emit("ringing", false);
      const theirs = bench.network.device.ring(alice);
      await settle();
      expect(theirs.log).toEqual(["reject"]);
      mine.end({ code: "unknown", sdkCode: 31486 });
      await bench.clock.pass(7_000);
      expect(bench.state).toMatchObject({ kind: "ended", outcome: "busy" });
      expect(bench.network.callsUp).toEqual([]);
    },
  );
});

test("an invite that comes before one's own call is sent is rejected before the SDK drops it", async () => {
  const bench = await new Bench().ready();
  bench.api.busyKnown = new Promise(() => {});
  let allow = () => {};
  bench.media.prompt = new Promise((resolve) => {
    allow = resolve;
  });
  bench.phone.dial({ username: "alice", name: "Alice", anonymous: false });
  await settle();
  const theirs = bench.network.device.ring(alice);
  expect(bench.api.busyWith).toEqual([alice.ref]);
  allow();
  await settle();
  expect(theirs.log).toEqual(["reject"]);
  expect(bench.lastCall().log).toEqual(["connect", "accept"]);
  await bench.clock.pass(2_000);
  expect(theirs.log).toEqual(["reject"]);
});

test("an answer that comes while the machine sleeps is given 10 s more when it wakes", async () => {
  const bench = await new Bench().ready();
  bench.network.device.ring(alice);
  bench.phone.answer();
  await settle();
  bench.clock.freeze(44_000);
  await bench.clock.pass(9_999);
  expect(bench.state).toMatchObject({ kind: "incoming", answering: true });
  await bench.clock.pass(2);
  expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "answer_timeout" } });
});

describe("a call that is cancelled while it is answered", () => {
  // 200 moments from before the answer until after sound has come, in microtasks and in time.
  const moments = Array.from({ length: 200 }, (_, i) => ({ turns: i % 20, ms: Math.floor(i / 20) * 3 }));

  test.each(moments)("leaves nothing half open: after $turns turns and $ms ms", async ({ turns, ms }) => {
    const bench = await new Bench().ready();
    const idle = bench.network.listenerCount;
    const call = bench.network.device.ring(alice);
    bench.media.prompt = new Promise((resolve) => bench.clock.after(10, () => resolve()));
    bench.phone.answer();
    void bench.clock.pass(ms);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    call.end();
    await bench.clock.pass(20_000);
    call.accepted();
    expect(bench.state.kind).toBe("ended");
    expect([bench.network.callsUp, bench.media.open, bench.network.listenerCount]).toEqual([[], 0, idle]);
    expect(bench.speaker.looping).toEqual([]);
  });
});

test("an invite to a Device that is no longer used is not shown", async () => {
  const bench = await new Bench().ready();
  const { device } = bench.network;
  await bench.phone.stop();
  const call = device.ring(alice);
  expect(call.listenerCount).toBe(0);
  expect(bench.state).toEqual({ kind: "off" });
});

test("a media failure while answering ends the call with its reason", async () => {
  const bench = await new Bench().ready();
  const call = bench.network.device.ring(alice);
  bench.phone.answer();
  await settle();
  call.emit("error", makeProblem("media_failed", 53402));
  await settle();
  expect(bench.state).toMatchObject({ kind: "ended", problem: { sdkCode: 53402 } });
});
