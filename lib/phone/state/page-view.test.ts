import { beforeEach, expect, test, vi } from "vitest";
import { Bench, settle, testUuid } from "../testing/fake-deps";

let bench: Bench;
/** The states that the page was told of. */
let shown: string[];
beforeEach(async () => {
  bench = await new Bench().ready();
  shown = [];
  bench.phone.subscribe(() => shown.push(bench.phone.getState().kind));
});

const bob = { username: "bob", name: "Bob", anonymous: false };

test("the invite goes before the picture of it, which comes 100 ms later at the latest", async () => {
  bench.phone.dial(bob);
  await settle();
  expect(bench.phone.getState().kind).toBe("dialing");
  expect(bench.network.device.calls).toHaveLength(1);
  await bench.clock.pass(99);
  expect(shown).toEqual([]);
  await bench.clock.pass(1);
  expect(shown).toEqual(["dialing"]);
});

test("what rings sooner is shown at once, and the step before never", async () => {
  bench.phone.dial(bob);
  await settle();
  bench.network.device.calls[0]?.emit("ringing", false);
  expect(shown).toEqual(["ringing"]);
});

test("a call that rings here is shown at once, its answer after it has gone", async () => {
  const call = bench.network.device.ring({ ref: testUuid(900), name: "Bob", username: "bob" });
  expect(shown).toEqual(["incoming"]);
  bench.phone.answer();
  await settle();
  expect(shown).toEqual(["incoming"]);
  call.open();
  await bench.clock.pass(99);
  expect(shown).toEqual(["incoming"]);
  await bench.clock.pass(1);
  expect(shown).toEqual(["incoming", "inCall"]);
});

test("the end of a call is shown at once, also while its beginning is not shown yet", async () => {
  bench.phone.dial(bob);
  bench.phone.hangUp();
  expect(shown.at(-1)).toBe(bench.phone.getState().kind);
  expect(shown).not.toContain("dialing");
});

test("a listener that is told late reads the state of that time", async () => {
  const told = vi.fn();
  bench.phone.subscribe(told);
  bench.phone.dial(bob);
  await settle();
  expect(told).not.toHaveBeenCalled();
  bench.phone.hangUp();
  expect(told).toHaveBeenCalled();
});
