import { afterEach, describe, expect, test, vi } from "vitest";
import { makeProblem } from "./model/problems";
import { Bench, settle } from "./testing/fake-deps";

vi.mock("@twilio/voice-sdk", () => ({ Device: class {}, Call: { Codec: {} } }));

afterEach(() => {
  vi.unstubAllGlobals();
});

const owner = { username: null, name: "Alice", anonymous: false };

/** A guest's phone: it is not rung. */
const guestBench = () => new Bench({ rings: false }).ready();

test("the module can be imported without a window", async () => {
  expect(globalThis).not.toHaveProperty("window");
  await expect(import("./guest")).resolves.toHaveProperty("createGuestPhone");
});

describe("a phone that is not rung", () => {
  test("is ready without registering, and tells nobody that it is there", async () => {
    const bench = await guestBench();
    expect(bench.state).toEqual({ kind: "ready" });
    expect(bench.network.device.registered).toBe(false);
    await bench.clock.pass(60_000);
    expect(bench.api.beats).toEqual([]);
  });

  test("calls whom its token calls, whatever the parameters name", async () => {
    const bench = await guestBench();
    bench.phone.dial(owner);
    await settle();
    expect(bench.lastCall().parameters.get("To")).toBe("guest");
    expect(bench.state).toMatchObject({ kind: "dialing", call: { peer: { name: "Alice", username: null } } });
    bench.lastCall().open();
    await settle();
    expect(bench.state.kind).toBe("inCall");
  });

  test("calls again once the microphone is allowed", async () => {
    const bench = await guestBench();
    bench.media.refusal = "NotAllowedError";
    bench.phone.dial(owner);
    await settle();
    expect(bench.state.kind).toBe("notPlaced");
    bench.media.refusal = null;
    bench.phone.retry();
    await settle();
    expect(bench.lastCall().parameters.get("To")).toBe("guest");
    expect(bench.state).toMatchObject({ call: { peer: { name: "Alice", username: null } } });
  });

  test("gives up a network that does not react, and can call again", async () => {
    const bench = await guestBench();
    bench.network.connects = false;
    bench.phone.dial(owner);
    await bench.clock.pass(10_000);
    expect(bench.state).toMatchObject({ kind: "ended", problem: makeProblem("connect_timeout") });
    bench.network.connects = true;
    await bench.clock.pass(10_000);
    bench.phone.dial(owner);
    await settle();
    expect(bench.lastCall().up).toBe(true);
  });

  test("gets another Device after a sleep or a change of the network", async () => {
    const bench = await guestBench();
    bench.page.emit("wake");
    await settle();
    expect(bench.state.kind).toBe("ready");
    expect([bench.network.devices.length, bench.network.liveDevices.length]).toEqual([2, 1]);
  });
});

describe("a guest link that works no more", () => {
  test("leaves no line, and nothing is tried again", async () => {
    const bench = new Bench({ rings: false });
    bench.api.refusal = { code: "link_over", retryAfterMs: null };
    await bench.ready();
    await bench.clock.pass(120_000);
    expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("link_over") });
    expect(bench.clock.pending).toBe(0);
  });

  test("takes no call away, and refuses the next one", async () => {
    const bench = await guestBench();
    const call = await bench.talk();
    bench.api.refusal = { code: "link_over", retryAfterMs: null };
    await bench.clock.pass(525_000);
    expect(bench.state.kind).toBe("inCall");
    call.end();
    await settle();
    expect(bench.state).toMatchObject({
      kind: "ended",
      line: { kind: "down", problem: makeProblem("link_over") },
    });
  });
});
