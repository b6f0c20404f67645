import { expect, test } from "vitest";
import { FakeClock } from "../testing/clock";
import { Network } from "./conditions";
import { DelayLine } from "./delay-line";

function delayLineWith(
  conditions: Partial<{ delayMs: number; jitterMs: number; lossPercent: number }>,
  random = 0.5,
) {
  const network = new Network(new Map([["*", { delayMs: 0, jitterMs: 0, lossPercent: 0, ...conditions }]]));
  const clock = new FakeClock();
  return { network, clock, line: new DelayLine(network, "ashburn", clock, () => random) };
}

test("a perfect line delivers at once", () => {
  const { line } = delayLineWith({});
  let arrived = false;
  line.carry(() => {
    arrived = true;
  }, true);
  expect(arrived).toBe(true);
});

test("delay and jitter keep the order, even when the network then becomes perfect", async () => {
  const { line, clock, network } = delayLineWith({ delayMs: 100, jitterMs: 40 });
  const arrived: string[] = [];
  line.carry(() => arrived.push("first"), true);
  network.reset();
  line.carry(() => arrived.push("second"), true);
  await clock.advance(119);
  expect(arrived).toEqual([]);
  await clock.advance(1);
  expect(arrived).toEqual(["first", "second"]);
});

test("a lossy line loses packets but no messages", () => {
  const { line } = delayLineWith({ lossPercent: 60 });
  const arrived: string[] = [];
  line.carry(() => arrived.push("packet"), true);
  line.carry(() => arrived.push("message"), false);
  expect(arrived).toEqual(["message"]);
});

test("closing drops what is in flight and leaves no timer", async () => {
  const { line, clock } = delayLineWith({ delayMs: 100 });
  line.carry(() => expect.unreachable(), true);
  line.close();
  expect(clock.pending).toBe(0);
  await clock.advance(200);
});

test("the line holds at most 4,096 packets", () => {
  const { line, clock } = delayLineWith({ delayMs: 100 });
  for (let n = 0; n < 10_000; n += 1) line.carry(() => {}, true);
  expect(clock.pending).toBe(4_096);
});
