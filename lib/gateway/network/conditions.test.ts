import { expect, test } from "vitest";
import { Network, PERFECT, parseNetworkPlan } from "./conditions";

test("conditions apply to one edge, or to all others", () => {
  const network = new Network(parseNetworkPlan("tokyo:delay=120,jitter=30; *: loss=1.5"));
  expect(network.of("tokyo")).toEqual({ delayMs: 120, jitterMs: 30, lossPercent: 0 });
  expect(network.of("dublin")).toEqual({ delayMs: 0, jitterMs: 0, lossPercent: 1.5 });
  network.reset();
  expect(network.of("tokyo")).toBe(PERFECT);
  expect(new Network(parseNetworkPlan("delay=80")).of("anywhere").delayMs).toBe(80);
  expect(parseNetworkPlan("").size).toBe(0);
});

test.each(["delay", "delay=", "delay=-1", "speed=3", "loss=101", "tokyo:"])(
  '"%s" is refused with an error that quotes it',
  (text) => {
    expect(() => parseNetworkPlan(text)).toThrow(text.trim());
  },
);
