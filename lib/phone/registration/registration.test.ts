import { describe, expect, test } from "vitest";
import { makeProblem } from "../model/problems";
import { Bench, settle, testUuid } from "../testing/fake-deps";

const invite = { ref: testUuid(900), name: "Alice", username: "alice" };

describe("a machine that slept while the phone was being registered", () => {
  const blamed = (bench: Bench) =>
    bench.states.flatMap((state) => ("problem" in state && state.problem ? [state.problem.code] : []));

  test("begins anew at once with another Device, and blames nothing", async () => {
    const bench = new Bench();
    bench.network.answers = false;
    await bench.ready();
    await bench.clock.pass(2_000);
    bench.clock.freeze(44_000);
    bench.network.answers = true;
    await bench.clock.pass(1_000);
    expect(bench.state.kind).toBe("ready");
    expect([bench.network.devices.length, bench.network.liveDevices.length]).toEqual([2, 1]);
    expect(blamed(bench)).toEqual([]);
  });

  test("has the whole limit again after it woke", async () => {
    const bench = new Bench();
    bench.network.answers = false;
    await bench.ready();
    bench.clock.freeze(44_000);
    await bench.clock.pass(9_000);
    expect(bench.state.kind).toBe("starting");
    await bench.clock.pass(3_000);
    expect(bench.state).toMatchObject({ kind: "offline", problem: { code: "register_timeout" } });
  });

  test("does not blame the server whose answer it slept through", async () => {
    const bench = new Bench();
    const { api } = bench;
    const token = api.token.bind(api);
    let answer = () => {};
    api.token = () =>
      new Promise((resolve) => {
        answer = () => resolve({ ok: false, problem: makeProblem("server_unreachable"), retryAfterMs: null });
      });
    await bench.ready();
    bench.clock.freeze(44_000);
    api.token = token;
    answer();
    await settle();
    expect(bench.state.kind).toBe("ready");
    expect(blamed(bench)).toEqual([]);
  });

  test("gives up at last if it seems to sleep all the time", async () => {
    const bench = new Bench();
    bench.network.answers = false;
    await bench.ready();
    for (let minute = 0; minute < 6; minute += 1) {
      bench.clock.freeze(60_000);
      await bench.clock.pass(1);
    }
    expect(bench.state.kind).toBe("offline");
  });
});

describe("registering", () => {
  test("registers with a token and is ready", async () => {
    const bench = new Bench();
    bench.api.signaling = "ws://localhost:3001/signal";
    bench.phone.start();
    expect(bench.state).toEqual({ kind: "starting" });
    await settle();
    expect(bench.state).toEqual({ kind: "ready" });
    expect(bench.network.signalings).toEqual(["ws://localhost:3001/signal"]);
  });

  test("is ready only once the server knows that this tab can be rung", async () => {
    const bench = new Bench();
    let answer = () => {};
    bench.api.beatsAnswered = new Promise((resolve) => {
      answer = resolve;
    });
    await bench.ready();
    expect(bench.api.beats).toMatchObject([{ phone: "ready" }]);
    expect(bench.state.kind).toBe("starting");
    answer();
    await settle();
    expect(bench.state.kind).toBe("ready");
    expect(bench.api.beats).toHaveLength(1);
  });

  test("an unanswered beat delays it by 2 s at most", async () => {
    const bench = new Bench();
    bench.api.beatsAnswered = new Promise(() => {});
    await bench.ready();
    await bench.clock.pass(1_999);
    expect(bench.state.kind).toBe("starting");
    await bench.clock.pass(1);
    expect(bench.state.kind).toBe("ready");
  });

  test("a line that is lost before the server knows of it does not come up", async () => {
    const bench = new Bench();
    bench.api.beatsAnswered = new Promise(() => {});
    await bench.ready();
    bench.network.answers = false;
    bench.network.device.cut();
    expect(bench.state.kind).toBe("offline");
    expect(bench.api.beats.at(-1)).toMatchObject({ phone: "gone" });
    await bench.clock.pass(5_000);
    expect(bench.state.kind).not.toBe("ready");
  });

  test("a token that the network refuses before the server knows of the line is replaced before it is ready", async () => {
    const bench = new Bench();
    bench.api.beatsAnswered = new Promise(() => {});
    await bench.ready();
    const first = bench.network.device;
    first.emit("error", makeProblem("token_refused", 20104));
    expect(bench.state).toMatchObject({ kind: "offline", problem: { code: "token_refused" } });
    await bench.clock.pass(999);
    expect(first.destroyed).toBe(false);
    await bench.clock.pass(1 + 2_000);
    expect(bench.state.kind).toBe("ready");
    expect([first.destroyed, bench.network.liveDevices.length, bench.api.tokensGiven]).toEqual([true, 1, 2]);
  });

  test("a sign-out while a call rings fails the phone when the socket closes, without another attempt", async () => {
    const bench = await new Bench().ready();
    bench.network.device.ring(invite);
    bench.api.signedIn = false;
    await bench.clock.pass(4_000);
    expect(bench.state.kind).toBe("incoming");
    bench.network.device.cut();
    await settle();
    bench.phone.dismiss();
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
    await bench.clock.pass(60_000);
    expect(bench.network.devices).toHaveLength(1);
  });

  test("start is idempotent and makes one Device", async () => {
    const bench = await new Bench().ready();
    bench.phone.start();
    await bench.clock.pass(60_000);
    expect(bench.network.devices).toHaveLength(1);
  });

  test("a registration that never settles is a problem after 10 s, and is tried again", async () => {
    const bench = new Bench();
    bench.network.answers = false;
    await bench.ready();
    await bench.clock.pass(9_999);
    expect(bench.state.kind).toBe("starting");
    await bench.clock.pass(1);
    expect(bench.state).toMatchObject({ kind: "offline", problem: { code: "register_timeout" } });
    expect(bench.network.liveDevices).toHaveLength(0);
    bench.network.answers = true;
    await bench.clock.pass(1_000);
    expect(bench.state.kind).toBe("ready");
  });

  test.each([
    ["insecure_page", "insecure_page"],
    ["unsupported_browser", "unsupported_browser"],
  ] as const)("fails if the page cannot call at all: %s", async (unfit, code) => {
    const bench = new Bench();
    bench.page.unfit = unfit;
    await bench.ready();
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem(code) });
    expect(bench.network.devices).toHaveLength(0);
  });

  test("fails in a browser that the SDK does not support", async () => {
    const bench = new Bench();
    bench.network.supported = false;
    await bench.ready();
    expect(bench.state).toEqual({
      kind: "failed",
      problem: makeProblem("unsupported_browser"),
    });
  });

  test.each([
    ["the server answers", true, true, "new_version"],
    ["the server does not answer", false, true, "server_unreachable"],
    ["the browser is offline", false, false, "network_down"],
  ] as const)("an SDK that cannot be downloaded is tried again: %s", async (_, answers, online, code) => {
    const bench = new Bench();
    bench.network.loadable = false;
    bench.api.reachable = answers;
    bench.page.online = online;
    await bench.ready();
    expect(bench.state).toMatchObject({ kind: "offline", problem: { code } });
    bench.network.loadable = true;
    await bench.clock.pass(1_000);
    expect(bench.state.kind).toBe("ready");
  });

  test("fails after a sign-out until the user acts", async () => {
    const bench = new Bench();
    bench.api.refusal = { code: "signed_out", retryAfterMs: null };
    await bench.ready();
    await bench.clock.pass(120_000);
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
    expect(bench.clock.pending).toBe(0);
    bench.api.refusal = null;
    bench.phone.retry();
    await settle();
    expect(bench.state.kind).toBe("ready");
  });

  test("waits as long as the rate limit asks", async () => {
    const bench = new Bench();
    bench.api.refusal = { code: "rate_limited", retryAfterMs: 30_000 };
    await bench.ready();
    expect(bench.state).toMatchObject({ kind: "offline", retryAt: bench.clock.now() + 30_000 });
    bench.api.refusal = null;
    await bench.clock.pass(29_999);
    expect(bench.state.kind).toBe("offline");
    await bench.clock.pass(1);
    expect(bench.state.kind).toBe("ready");
  });

  test("waits 1, 2, 4, 8, 10, 10 s between attempts", async () => {
    const bench = new Bench();
    bench.api.refusal = { code: "server_unreachable", retryAfterMs: null };
    await bench.ready();
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      if (bench.state.kind !== "offline") throw new Error(bench.state.kind);
      const wait = bench.state.retryAt - bench.clock.now();
      waits.push(wait);
      await bench.clock.pass(wait);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });
});

describe("recovery", () => {
  test("the phone is ready within 25 s of the gateway's return, with one Device", async () => {
    for (const downMs of [3_000, 40_000, 61_234, 300_000]) {
      const bench = await new Bench().ready();
      bench.network.answers = false;
      bench.network.device.cut();
      expect(bench.state.kind).toBe("offline");
      await bench.clock.pass(downMs);
      bench.network.answers = true;
      await bench.clock.pass(25_000);
      expect(bench.state.kind, `down for ${downMs}`).toBe("ready");
      expect(bench.network.liveDevices).toHaveLength(1);
      expect(bench.network.listenerCount).toBe(5);
    }
  });

  test("the Device of a lost line is destroyed before the next one is made", async () => {
    const bench = await new Bench().ready();
    const old = bench.network.device;
    old.cut();
    await bench.clock.pass(1_000);
    expect(old.destroyed).toBe(true);
    expect(bench.network.device).not.toBe(old);
    expect(bench.state.kind).toBe("ready");
  });

  test("a socket that the SDK brings back before the next attempt keeps its Device", async () => {
    const bench = await new Bench().ready();
    const { device } = bench.network;
    device.cut();
    expect(bench.state.kind).toBe("offline");
    await bench.clock.pass(500);
    device.heal();
    expect(bench.state.kind).toBe("ready");
    await bench.clock.pass(60_000);
    expect(device.destroyed).toBe(false);
    expect(bench.network.devices).toHaveLength(1);
    expect(bench.state.kind).toBe("ready");
  });

  test.each(["wake", "network", "restore"] as const)(
    "the phone is ready within 5 s of %s, with a new Device",
    async (event) => {
      const bench = await new Bench().ready();
      const old = bench.network.device;
      if (event === "restore") bench.page.emit("hide");
      bench.clock.freeze(3_600_000);
      bench.page.emit(event);
      await bench.clock.pass(5_000);
      expect(bench.state.kind).toBe("ready");
      expect(old.destroyed).toBe(true);
      expect(bench.network.liveDevices).toHaveLength(1);
    },
  );

  test("many wake-ups at once still make one Device and one registration", async () => {
    const bench = await new Bench().ready();
    for (const event of ["wake", "network", "visibility", "wake"] as const) bench.page.emit(event);
    await bench.clock.pass(5_000);
    expect(bench.network.liveDevices).toHaveLength(1);
    expect(bench.state.kind).toBe("ready");
  });

  test("waking up does not disturb a call", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    for (const event of ["wake", "network", "visibility"] as const) bench.page.emit(event);
    await bench.clock.pass(5_000);
    expect(call.up).toBe(true);
    expect(bench.state.kind).toBe("inCall");
    expect(bench.network.devices).toHaveLength(1);
  });

  test("an attempt begins at once, without its wait, when the network returns", async () => {
    const bench = new Bench();
    bench.network.answers = false;
    await bench.ready();
    await bench.clock.pass(50_000);
    bench.network.answers = true;
    if (bench.state.kind === "offline") bench.page.emit("network");
    await settle();
    expect(bench.state.kind).toBe("ready");
  });
});

describe("the socket in a call", () => {
  test("is cut and restored while the call goes on; the line is shown as lost, then as up", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    bench.network.device.cut();
    call.emit("reconnecting", "signalling");
    expect(bench.state).toMatchObject({ kind: "inCall", line: { kind: "down" } });
    await bench.clock.pass(8_000);
    bench.network.device.heal();
    call.emit("reconnected");
    expect(bench.state).toMatchObject({ kind: "inCall", line: { kind: "up" } });
    await bench.clock.pass(60_000);
    expect(call.up).toBe(true);
    expect(bench.network.devices).toHaveLength(1);
  });

  test("ends the call with a reason within 30 s if it does not return, and the phone recovers", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    bench.network.device.cut();
    call.emit("reconnecting", "signalling");
    await bench.clock.pass(7_000);
    call.emit("reconnecting", "media");
    expect(bench.state.kind).toBe("reconnecting");
    await bench.clock.pass(23_000);
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "connection_lost" } });
    expect(call.up).toBe(false);
    await bench.clock.pass(8_000);
    expect(bench.state).toMatchObject({ kind: "ended", line: { kind: "up" } });
    expect(bench.network.liveDevices).toHaveLength(1);
  });

  test("an unanswered call ends with the socket, outgoing and incoming", async () => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    call.emit("ringing", false);
    bench.network.device.cut();
    await settle();
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "signalling_lost" } });
    await bench.clock.pass(10_000);
    bench.phone.dismiss();
    expect(bench.state.kind).toBe("ready");
    const incoming = bench.network.device.ring(invite);
    bench.network.device.cut();
    expect(bench.state.kind).toBe("ended");
    expect(incoming.up).toBe(false);
    expect(bench.speaker.looping).toEqual([]);
  });

  test("dismissing a call that ended while the line is down shows when the next attempt is", async () => {
    const bench = await new Bench().ready();
    const call = await bench.dial();
    bench.network.answers = false;
    bench.network.device.cut();
    expect(call.up).toBe(false);
    bench.phone.dismiss();
    expect(bench.state).toMatchObject({ kind: "offline", problem: { code: "signalling_lost" } });
  });
});
