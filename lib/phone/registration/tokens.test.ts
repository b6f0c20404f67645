import { describe, expect, test } from "vitest";
import { makeProblem } from "../model/problems";
import { Bench, fakeToken, settle, testUuid } from "../testing/fake-deps";
import { lifetimeMs } from "./tokens";

describe("a token's lifetime", () => {
  test("is read from the token, even if the clocks differ", () => {
    const now = Date.UTC(2026, 0, 1);
    const wrong = new Date(now + 3_600_000).toISOString();
    expect(lifetimeMs(fakeToken(1, now / 1_000 - 60, 600), wrong, now)).toBe(600_000);
  });
  test("ends at the server's date when the token cannot be read", () => {
    const now = Date.UTC(2026, 0, 1);
    expect(lifetimeMs("opaque", new Date(now + 90_000).toISOString(), now)).toBe(90_000);
  });
});

describe("the renewal of a token", () => {
  test.each([0, 60_000, -60_000])(
    "happens 75 s before the expiry, even if the clock is off by %i ms",
    async (skew) => {
      const bench = new Bench();
      bench.api.serverSkewMs = skew;
      await bench.ready();
      await bench.clock.pass(524_999);
      expect(bench.network.device.tokens).toHaveLength(1);
      await bench.clock.pass(1);
      expect(bench.network.device.tokens).toHaveLength(2);
      expect(bench.network.devices).toHaveLength(1);
    },
  );

  test("continues all day, though the SDK announces an expiry only once", async () => {
    const bench = await new Bench().ready();
    await bench.clock.pass(8 * 3_600_000);
    expect(bench.network.device.tokens.length).toBeGreaterThan(50);
    expect(bench.network.devices).toHaveLength(1);
  });

  test("does not disturb a call and replaces the token before it expires", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    await bench.clock.pass(600_000);
    expect(bench.network.device.tokens).toHaveLength(2);
    expect(call.up).toBe(true);
    expect(bench.state.kind).toBe("inCall");
  });

  test("is tried again while the server does not answer", async () => {
    const bench = await new Bench().ready();
    bench.api.refusal = { code: "server_unreachable", retryAfterMs: null };
    await bench.clock.pass(530_000);
    bench.api.refusal = null;
    await bench.clock.pass(10_000);
    expect(bench.network.device.tokens).toHaveLength(2);
    expect(bench.state.kind).toBe("ready");
  });

  test("a renewal missed while frozen happens on wake", async () => {
    const bench = await new Bench().ready();
    bench.clock.freeze(580_000);
    bench.page.emit("visibility");
    await settle();
    expect(bench.network.device.tokens).toHaveLength(2);
  });

  test("fails the phone between calls if it is refused because of a sign-out", async () => {
    const bench = await new Bench().ready();
    bench.api.refusal = { code: "signed_out", retryAfterMs: null };
    await bench.clock.pass(525_000);
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
    expect(bench.network.liveDevices).toHaveLength(0);
  });

  test("counts as a sign-out if the token is of another person, who signed in at another tab", async () => {
    const bench = await new Bench().ready();
    bench.api.identity = "u_else_session";
    await bench.clock.pass(525_000);
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
    expect(bench.network.device.tokens).toHaveLength(1);
  });

  test("leads to a new Device if it is of another session of the same person", async () => {
    const bench = await new Bench().ready();
    const { device } = bench.network;
    bench.api.identity = "u_me_secondsession";
    await bench.clock.pass(525_000);
    expect(bench.state.kind).toBe("ready");
    expect(bench.network.device).not.toBe(device);
    expect(bench.network.liveDevices).toHaveLength(1);
  });

  test("leads to a new Device after the call, if it is of another session of the same person", async () => {
    const bench = await new Bench().ready();
    const { device } = bench.network;
    const call = await bench.talk();
    bench.api.identity = "u_me_secondsession";
    await bench.clock.pass(525_000);
    expect(call.up).toBe(true);
    expect(bench.network.device).toBe(device);
    bench.phone.hangUp();
    bench.phone.dismiss();
    await settle();
    expect(bench.network.device).not.toBe(device);
    expect(bench.state.kind).toBe("ready");
  });

  test("lets a call go on and then fails the phone if it is refused because of a sign-out", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    bench.api.refusal = { code: "signed_out", retryAfterMs: null };
    await bench.clock.pass(525_000);
    expect(call.up).toBe(true);
    bench.phone.hangUp();
    bench.phone.dismiss();
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
    expect(bench.network.liveDevices).toHaveLength(0);
  });
});

describe("a token that the network refuses", () => {
  test("is replaced, with longer and longer waits when it is refused again and again", async () => {
    const bench = new Bench();
    bench.network.refusal = makeProblem("token_refused", 20101);
    await bench.ready();
    expect(bench.state).toMatchObject({
      kind: "offline",
      problem: { code: "token_refused", sdkCode: 20101 },
    });
    await bench.clock.pass(30_000);
    expect(bench.api.tokensGiven).toBeLessThan(8);
    bench.network.refusal = null;
    await bench.clock.pass(11_000);
    expect(bench.state.kind).toBe("ready");
  });

  test("does not lose a call that arrives before the next attempt, which follows the call", async () => {
    const bench = await new Bench().ready();
    const { device } = bench.network;
    device.emit("error", makeProblem("token_refused", 20104));
    const call = device.ring({ ref: testUuid(900) });
    await bench.clock.pass(5_000);
    expect(call.up).toBe(true);
    call.end();
    await bench.clock.pass(1_000);
    bench.phone.dismiss();
    expect(bench.state.kind).toBe("ready");
    expect(bench.network.device).not.toBe(device);
  });

  test("is replaced on the same Device in a call, at most once in 10 s", async () => {
    const bench = await new Bench().ready();
    const call = await bench.talk();
    for (let i = 0; i < 5; i++) bench.network.device.emit("error", makeProblem("token_refused", 20104));
    await settle();
    expect(bench.network.device.tokens).toHaveLength(2);
    expect(call.up).toBe(true);
  });
});
