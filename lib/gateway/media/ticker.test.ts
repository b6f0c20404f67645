import { expect, test } from "vitest";
import { FakeClock } from "../testing/clock";
import { StallingClock } from "../testing/stalling-clock";
import { type Ticked, Ticker } from "./ticker";

function ticked(tick: () => void = () => {}): Ticked {
  return { take: () => {}, give: tick, told: () => {} };
}

test("in ten minutes there are 30,000 ticks, whatever each of them takes", async () => {
  const clock = new FakeClock();
  const ticker = new Ticker(clock);
  let ticks = 0;
  ticker.add(ticked(() => (ticks += 1)));
  await clock.advance(600_000);
  expect(ticks).toBe(30_000);
  ticker.close();
});

test("timers that fire late do not make the sound run late", () => {
  const clock = new StallingClock();
  const ticker = new Ticker(clock);
  let ticks = 0;
  ticker.add(ticked(() => (ticks += 1)));
  const begun = clock.time;
  for (let turn = 0; turn < 1_000; turn += 1) {
    clock.time = Math.max(clock.time, clock.timers[0]?.at ?? 0) + (turn % 7);
    clock.fire();
  }
  expect(ticks).toBe(Math.floor((clock.time - begun) / 20));
});

test("after a stall the missed ticks follow at once, but no more than half a second of them", () => {
  const clock = new StallingClock();
  const ticker = new Ticker(clock);
  let ticks = 0;
  ticker.add(ticked(() => (ticks += 1)));
  clock.time += 200;
  clock.fire();
  expect(ticks).toBe(10);
  clock.time += 60_000;
  ticks = 0;
  clock.fire();
  expect(ticks).toBe(26);
  expect(clock.timers[0]?.at).toBeLessThanOrEqual(clock.time + 20);
});

test("a clock that is set back does not stop the sound", () => {
  const clock = new StallingClock();
  const ticker = new Ticker(clock);
  let ticks = 0;
  ticker.add(ticked(() => (ticks += 1)));
  clock.time += 20;
  clock.fire();
  clock.time -= 3_600_000;
  ticks = 0;
  for (let turn = 0; turn < 10; turn += 1) {
    const wait = clock.timers[0]?.at ?? 0;
    clock.time = Math.min(wait, clock.time + 20);
    clock.fire();
  }
  expect(ticks).toBeGreaterThanOrEqual(9);
});

test("all take before any gives, and all give before any is told", async () => {
  const clock = new FakeClock();
  const ticker = new Ticker(clock);
  const order: string[] = [];
  for (const name of ["a", "b"]) {
    ticker.add({
      take: () => order.push(`${name} takes`),
      give: () => order.push(`${name} gives`),
      told: () => order.push(`${name} is told`),
    });
  }
  ticker.onTick(() => order.push("end"));
  await clock.advance(20);
  expect(order).toEqual(["a takes", "b takes", "a gives", "b gives", "a is told", "b is told", "end"]);
  ticker.close();
});

test("it rests while it drives nothing, and goes on with the next", async () => {
  const clock = new FakeClock();
  const ticker = new Ticker(clock);
  let ticks = 0;
  const one = ticked(() => (ticks += 1));
  ticker.add(one);
  const cancel = ticker.onTick(() => {});
  await clock.advance(100);
  ticker.remove(one);
  expect(clock.pending).toBe(1);
  cancel();
  expect(clock.pending).toBe(0);
  await clock.advance(10_000);
  expect(ticks).toBe(5);
  ticker.add(one);
  await clock.advance(100);
  expect(ticks).toBe(10);
  ticker.close();
  ticker.close();
  expect(clock.pending).toBe(0);
  ticker.add(one);
  expect(clock.pending).toBe(0);
});

test("what is removed in the middle of a tick leaves no timer", async () => {
  const clock = new FakeClock();
  const ticker = new Ticker(clock);
  const one: Ticked = ticked(() => ticker.remove(one));
  ticker.add(one);
  await clock.advance(20);
  expect(clock.pending).toBe(0);
});

test("a step that fails is logged, and silences nobody else", async () => {
  const clock = new FakeClock();
  const lines: string[] = [];
  const ticker = new Ticker(clock, (about, what) => lines.push(`${about}: ${what}`));
  let ticks = 0;
  ticker.add(
    ticked(() => {
      throw new Error("broken");
    }),
  );
  ticker.add(
    ticked(() => {
      ticks += 1;
    }),
  );
  await clock.advance(2_000);
  expect(ticks).toBe(100);
  expect(lines).toHaveLength(20);
  expect(lines[0]).toBe("sound: a step failed: broken");
  ticker.close();
  expect(clock.pending).toBe(0);
});
