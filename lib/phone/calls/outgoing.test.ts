import { describe, expect, test } from "vitest";
import { makeProblem } from "../model/problems";
import { Bench, settle } from "../testing/fake-deps";

describe("an outgoing call", () => {
  test("goes through dialing, ringing, in call and ended", async () => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    expect(bench.state).toMatchObject({
      kind: "dialing",
      call: { direction: "outgoing", peer: { name: "Bob", username: "bob" }, anonymous: false },
    });
    call.emit("ringing", false);
    expect(bench.state.kind).toBe("ringing");
    expect(bench.speaker.looping).toEqual(["ringback"]);
    call.open();
    expect(bench.state).toMatchObject({ kind: "inCall", talk: { since: bench.clock.now(), muted: false } });
    expect(bench.speaker.looping).toEqual([]);
    expect(bench.speaker.played).toContain("connected");
    await bench.clock.pass(12_000);
    call.end();
    await settle();
    expect(bench.state).toMatchObject({ kind: "ended", durationSeconds: 12, problem: null });
    expect(bench.speaker.played).toContain("hangup");
    expect(bench.media.open).toBe(0);
    bench.phone.dismiss();
    expect(bench.state).toEqual({ kind: "ready" });
  });

  test("is over for the other side before this one shows it", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    const shown: boolean[] = [];
    bench.phone.subscribe(() => {
      if (bench.state.kind === "ended") shown.push(call.log.includes("disconnect"));
    });
    bench.phone.hangUp();
    expect(shown).toEqual([true]);
  });

  test("sends the network the callee, the ref, and whether the call is anonymous", async () => {
    const bench = await new Bench().ready();
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: true });
    await settle();
    const { To, ref, anonymous } = Object.fromEntries(bench.lastCall().parameters);
    expect({ To, anonymous }).toEqual({ To: "bob", anonymous: "1" });
    expect(bench.state).toMatchObject({ call: { ref, anonymous: true } });
  });

  test("plays no ringback when the network does", async () => {
    const bench = await new Bench().ready();
    (await bench.dial()).emit("ringing", true);
    expect(bench.speaker.played).toEqual([]);
  });

  test("is not placed while another call is up or the line is down", async () => {
    const bench = await new Bench().ready();
    await bench.talk();
    await bench.dial("carol");
    expect(bench.network.device.calls).toHaveLength(1);
    const other = new Bench();
    other.network.answers = false;
    await other.ready();
    other.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    await settle();
    expect(other.network.device.calls).toHaveLength(0);
    expect(other.state.kind).toBe("starting");
  });
});

describe("the microphone", () => {
  test.each([
    ["NotAllowedError", "mic_denied"],
    ["NotFoundError", "mic_missing"],
    ["NotReadableError", "mic_busy"],
  ] as const)("reports %s as %s before the other side is rung", async (name, code) => {
    const bench = await new Bench().ready();
    bench.media.refusal = name;
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    await settle();
    expect(bench.state).toMatchObject({
      kind: "notPlaced",
      problem: makeProblem(code),
      call: { anonymous: false },
      line: { kind: "up" },
    });
    expect(bench.network.device.calls).toHaveLength(0);
    bench.phone.dismiss();
    expect(bench.state).toEqual({ kind: "ready" });
  });

  test.each([
    ["Permission denied by system", null, "mic_system"],
    ["Permission dismissed", null, "mic_dismissed"],
    ["Permission denied", null, "mic_denied"],
    // Safari and Firefox have one message for all of these.
    ["The request is not allowed by the user agent or the platform.", "granted", "mic_system"],
    ["The request is not allowed by the user agent or the platform.", "prompt", "mic_dismissed"],
    ["The request is not allowed by the user agent or the platform.", "denied", "mic_denied"],
  ] as const)("tells who refused it: %s, permission %s", async (message, permission, code) => {
    const bench = await new Bench().ready();
    Object.assign(bench.media, {
      refusal: "NotAllowedError",
      refusalMessage: message,
      permissionState: permission,
    });
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    await settle();
    expect(bench.state).toMatchObject({ kind: "notPlaced", problem: makeProblem(code) });
  });

  test("places the same call on a retry once it is allowed", async () => {
    const bench = await new Bench().ready();
    bench.media.refusal = "NotAllowedError";
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: true });
    await settle();
    bench.phone.retry();
    await settle();
    expect(bench.state.kind).toBe("notPlaced");
    bench.media.refusal = null;
    bench.phone.retry();
    await settle();
    const { parameters } = bench.lastCall();
    expect([parameters.get("To"), parameters.get("anonymous")]).toEqual(["bob", "1"]);
  });

  test("keeps a call that was not placed on the screen while the line is down, and places it when it is up", async () => {
    const bench = await new Bench().ready();
    bench.media.refusal = "NotAllowedError";
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    await settle();
    bench.media.refusal = null;
    bench.network.answers = false;
    bench.network.device.cut();
    expect(bench.state).toMatchObject({ kind: "notPlaced", line: { kind: "down" } });
    bench.phone.retry();
    await settle();
    expect(bench.state).toMatchObject({ kind: "notPlaced", line: { kind: "starting" } });
    expect(bench.network.callsMade).toBe(0);
    bench.network.answers = true;
    await bench.clock.pass(30_000);
    expect(bench.state).toMatchObject({ kind: "notPlaced", line: { kind: "up" } });
    bench.phone.retry();
    await settle();
    expect(bench.lastCall().parameters.get("To")).toBe("bob");
  });

  test("fails the phone when it is refused after the session has ended", async () => {
    const bench = await new Bench().ready();
    let answer = () => {};
    bench.media.prompt = new Promise((resolve) => {
      answer = resolve;
    });
    bench.media.refusal = "NotAllowedError";
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    bench.api.refusal = { code: "signed_out", retryAfterMs: null };
    await bench.clock.pass(525_000);
    expect(bench.state.kind).toBe("dialing");
    answer();
    await settle();
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
  });

  test("is opened once, and released when the call is over", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    expect(bench.media.open).toBe(1);
    expect(bench.media.asked).toHaveLength(1);
    call.end();
    await settle();
    expect(bench.media.open).toBe(0);
  });

  test("is not left open, and no call is sent, if the user gives up while the browser still asks for it", async () => {
    const bench = await new Bench().ready();
    let allow = () => {};
    bench.media.prompt = new Promise((resolve) => {
      allow = resolve;
    });
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    await bench.clock.pass(60_000);
    expect(bench.state.kind).toBe("dialing");
    bench.phone.hangUp();
    expect(bench.state).toMatchObject({ kind: "ended", outcome: "canceled" });
    allow();
    await settle();
    expect(bench.media.open).toBe(0);
    expect(bench.network.device.calls).toHaveLength(0);
  });
});

describe("the phone on a network that does not react", () => {
  test("ends a connect that never settles in 10 s with a problem, and the next call works", async () => {
    const bench = await new Bench().ready();
    bench.network.connects = false;
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    await bench.clock.pass(10_000);
    expect(bench.state).toMatchObject({
      kind: "ended",
      outcome: "failed",
      problem: { code: "connect_timeout" },
    });
    bench.network.connects = true;
    await settle();
    expect(bench.network.devices).toHaveLength(2);
    expect((await bench.talk()).up).toBe(true);
    expect(bench.network.liveDevices).toHaveLength(1);
  });

  test("gives an invite that was sent before a sleep 10 s more when the machine wakes", async () => {
    const bench = await new Bench().ready();
    await bench.dial();
    bench.clock.freeze(44_000);
    await bench.clock.pass(9_999);
    expect(bench.state.kind).toBe("dialing");
    await bench.clock.pass(2);
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "connect_timeout" } });
  });

  test("ends an invite without an echo in 10 s", async () => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    await bench.clock.pass(10_000);
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "connect_timeout" } });
    expect(call.up).toBe(false);
  });

  test("ends a call at once that the SDK makes after the user gave up", async () => {
    const bench = await new Bench().ready();
    bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
    await Promise.resolve();
    bench.phone.hangUp();
    await bench.clock.pass(1_000);
    expect(bench.network.callsUp).toHaveLength(0);
    expect(bench.media.open).toBe(0);
  });
});

test("an expired token is replaced before a call is made with it", async () => {
  const bench = await new Bench().ready();
  bench.clock.freeze(700_000);
  await bench.dial();
  expect(bench.network.device.tokens).toHaveLength(2);
  expect(bench.network.device.calls).toHaveLength(1);
});

describe("how an outgoing call ends", () => {
  test("a hang-up here before the answer is a canceled call", async () => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    call.emit("ringing", false);
    bench.phone.hangUp();
    expect(call.log).toContain("disconnect");
    expect(bench.speaker.looping).toEqual([]);
    await bench.clock.pass(7_000);
    expect(bench.state).toMatchObject({ kind: "ended", outcome: "canceled" });
  });

  test("the network's reason for hanging up is an outcome, not a problem", async () => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    call.emit("ringing", false);
    call.end({ code: "unknown", sdkCode: 31486 });
    await bench.clock.pass(7_000);
    expect(bench.state).toMatchObject({ kind: "ended", outcome: "busy", problem: null });
  });

  test("a media failure is reported though the SDK disconnects first", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    call.end();
    call.emit("error", makeProblem("media_failed", 31003));
    await settle();
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "media_failed", sdkCode: 31003 } });
  });

  test("an error does not end a call that goes on", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    call.emit("error", makeProblem("unknown", 31000));
    await settle();
    expect(bench.state.kind).toBe("inCall");
  });

  test("a failed answer to the media offer ends the call", async () => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    call.emit("error", makeProblem("media_failed", 53402));
    await settle();
    expect(bench.state).toMatchObject({ kind: "ended", problem: { sdkCode: 53402 } });
    expect(call.up).toBe(false);
  });
});
