import { expect, test, vi } from "vitest";
import { changesPingMs } from "@/lib/contracts";
import { createLive, type Live } from "./live";
import { FakeWorld, settle } from "./testing/fake-deps";

/** A page that was just opened. */
function open(): { world: FakeWorld; live: Live; streams: (string | null)[]; stop: () => void } {
  const world = new FakeWorld();
  const live = createLive(world.deps);
  const streams: (string | null)[] = [];
  live.onStream(() => streams.push(live.stream()));
  return { world, live, streams, stop: live.start() };
}

/** The same, with an open stream. */
function openLive() {
  const page = open();
  page.world.last.hello();
  return page;
}

const bob = { username: "bob", displayName: "Bob", presence: "here" as const };

test("a stream counts from its first event, and tells changes", () => {
  const { world, live, streams } = open();
  expect(world.requests).toHaveLength(1);
  expect(world.last.tab).toBe(live.tab);
  expect(live.stream()).toBeNull();
  const heard = vi.fn();
  live.onChange(heard);
  world.last.hello();
  expect(live.stream()).toBe(world.last.stream);
  world.last.tell({ kind: "people", people: [bob] });
  expect(heard.mock.calls).toEqual([[{ kind: "people", people: [bob] }]]);
  expect(streams).toEqual([world.last.stream]);
});

test("an event that this version does not know is passed over", () => {
  const { world, live } = openLive();
  const heard = vi.fn();
  live.onChange(heard);
  world.last.tell({ kind: "of a later version" });
  world.last.tell({ kind: "own", what: ["something new"] });
  expect(heard).not.toHaveBeenCalled();
  expect(live.stream()).toBe(world.last.stream);
});

test("while the server does not hear of changes, there is no stream to rely on", () => {
  const { world, live } = open();
  world.last.hello(false);
  expect(live.stream()).toBeNull();
  world.last.tell({ kind: "live", live: true });
  expect(live.stream()).toBe(world.last.stream);
  world.last.tell({ kind: "live", live: false });
  expect(live.stream()).toBeNull();
  expect(world.requests).toHaveLength(1);
});

test("a stream that was cut comes back under another id, and is missed by nobody if it does so soon", async () => {
  const { world, live, streams } = openLive();
  const first = world.last;
  // The next try is after 1 s, and the loss would be told after 3 s.
  world.nextChances.push(0, 1);
  first.end();
  await world.clock.pass(1_000);
  expect(live.stream()).toBe(first.stream);
  world.last.hello();
  await world.clock.pass(10_000);
  expect(world.last.stream).not.toBe(first.stream);
  expect(world.last.tab).toBe(first.tab);
  expect(streams).toEqual([first.stream, world.last.stream]);
});

test("a stream that stays away is missed after 1 to 3 s", async () => {
  for (const [chance, ms] of [
    [0, 1_000],
    [1, 3_000],
  ] as const) {
    const { world, live } = openLive();
    world.chance = chance;
    world.last.end();
    await world.clock.pass(ms - 1);
    expect(live.stream()).not.toBeNull();
    await world.clock.pass(1);
    expect(live.stream()).toBeNull();
  }
});

test("a server that is away is asked again after longer and longer waits, up to 30 s", async () => {
  const { world } = openLive();
  world.chance = 1;
  const waits: number[] = [];
  for (let i = 0; i < 5; i++) {
    const before = world.requests.length;
    const from = world.clock.now();
    world.last.end();
    while (world.requests.length === before) await world.clock.pass(500);
    waits.push(world.clock.now() - from);
  }
  expect(waits).toEqual([4_000, 8_000, 16_000, 30_000, 30_000]);
  world.last.hello();
  for (let i = 0; i < 2; i++) {
    await world.clock.pass(15_000);
    world.last.ping();
  }
  world.last.end();
  const before = world.requests.length;
  await world.clock.pass(4_000);
  expect(world.requests).toHaveLength(before + 1);
});

test("the wait that the server asks for is kept", async () => {
  const { world } = open();
  world.last.end({ status: 429, retryAfterMs: 50_000 });
  await world.clock.pass(49_000);
  expect(world.requests).toHaveLength(1);
  await world.clock.pass(1_000);
  expect(world.requests).toHaveLength(2);
});

test.each(["holds the bytes back", "refuses"])(
  "where something between %s, it is rarely tried",
  async (what) => {
    const { world, live } = open();
    world.chance = 1;
    for (let minute = 0; minute < 60; minute++) {
      if (what === "refuses" && !world.last.aborted) world.last.end({ status: 404 });
      await world.clock.pass(60_000);
    }
    expect(live.stream()).toBeNull();
    expect(world.requests.length).toBeGreaterThan(8);
    expect(world.requests.length).toBeLessThan(25);
    expect(world.requests.slice(0, -1).every(({ aborted }) => aborted)).toBe(true);
  },
);

test("a connection over which nothing comes any more is given up, also after a sleep", async () => {
  const { world } = openLive();
  for (let i = 0; i < 4; i++) {
    await world.clock.pass(changesPingMs);
    world.last.ping();
  }
  expect(world.requests).toHaveLength(1);
  await world.clock.pass(2.5 * changesPingMs + 5_000);
  expect(world.requests[0]?.aborted).toBe(true);
  await world.clock.pass(1_000);
  expect(world.requests).toHaveLength(2);
  world.last.hello();
  world.clock.freeze(3_600_000);
  world.page.emit("wake");
  expect(world.requests.map(({ aborted }) => aborted)).toEqual([true, true, false]);
});

test("a hidden page gives its stream up after 10 s, and takes it again at once when it is seen", async () => {
  const { world } = openLive();
  world.page.turn(true);
  await world.clock.pass(9_000);
  world.page.turn(false);
  await world.clock.pass(9_000);
  world.page.turn(true);
  await world.clock.pass(9_999);
  expect(world.last.aborted).toBe(false);
  await world.clock.pass(1);
  expect(world.last.aborted).toBe(true);
  await world.clock.pass(600_000);
  expect(world.requests).toHaveLength(1);
  world.page.turn(false);
  expect(world.requests).toHaveLength(2);
});

test("the tab with the phone keeps its stream while it is hidden, and opens it again there", async () => {
  const { world, live } = openLive();
  world.page.turn(true);
  live.keep(true);
  await world.clock.pass(20_000);
  expect(world.last.aborted).toBe(false);
  world.last.end();
  await world.clock.pass(1_000);
  expect(world.requests).toHaveLength(2);
  live.keep(false);
  await world.clock.pass(10_000);
  expect(world.last.aborted).toBe(true);
});

test("a phone that comes and goes does not hurry a server that is away", async () => {
  const { world, live } = openLive();
  world.last.end();
  for (const needed of [true, false, true]) live.keep(needed);
  expect(world.requests).toHaveLength(1);
  world.page.emit("wake");
  expect(world.requests).toHaveLength(2);
});

test("a page that is left ends its stream, and one that is restored has a new one", async () => {
  const { world, live } = openLive();
  world.page.emit("hide");
  expect(world.last.aborted).toBe(true);
  world.page.emit("visibility");
  await world.clock.pass(60_000);
  expect(world.requests).toHaveLength(1);
  expect(live.stream()).toBeNull();
  world.page.emit("restore");
  expect(world.requests).toHaveLength(2);
});

test("a session that has ended is reported, and ends all of it", async () => {
  const { world, stop } = openLive();
  world.last.tell({ kind: "signed_out" });
  expect([world.signedOut, world.last.aborted]).toEqual([1, true]);
  world.page.emit("wake");
  await world.clock.pass(600_000);
  expect(world.requests).toHaveLength(1);
  stop();
  expect(world.clock.pending).toBe(0);
});

test.each([401, 409])("a refusal of the person ends all of it, too: %i", async (status) => {
  const { world } = open();
  world.last.end({ status });
  await world.clock.pass(600_000);
  expect(world.requests).toHaveLength(1);
});

test("a page that stops leaves no request and no timer behind", async () => {
  const { world, live, stop } = openLive();
  live.setScreen({ people: ["bob"], arrivals: false });
  stop();
  expect([world.last.aborted, live.stream(), world.clock.pending]).toEqual([true, null, 0]);
  world.page.turn(true);
  world.page.turn(false);
  expect(world.requests).toHaveLength(1);
});

test("a screen is sent once it has settled, and once more for each new stream", async () => {
  const { world, live } = openLive();
  const accepted = vi.fn();
  live.onScreen(accepted);
  for (const name of ["b", "bo", "bob"]) live.setScreen({ people: [name], arrivals: false });
  await world.clock.pass(300);
  const first = world.last.stream;
  expect(world.screens).toEqual([{ stream: first, people: ["bob"], arrivals: false }]);
  expect(accepted).toHaveBeenCalledTimes(1);
  live.setScreen({ people: ["bob"], arrivals: false });
  await world.clock.pass(10_000);
  expect(world.screens).toHaveLength(1);
  world.last.end();
  await world.clock.pass(1_000);
  world.last.hello();
  await settle();
  expect(world.screens.slice(1)).toEqual([{ stream: world.last.stream, people: ["bob"], arrivals: false }]);
});

test("a page that shows everybody sends no screen, unless another one was sent before", async () => {
  const { world, live } = openLive();
  live.setScreen({ people: null, arrivals: false });
  await world.clock.pass(1_000);
  expect(world.screens).toEqual([]);
  live.setScreen({ people: ["bob"], arrivals: false });
  await world.clock.pass(1_000);
  live.setScreen({ people: null, arrivals: false });
  await world.clock.pass(1_000);
  expect(world.screens.map(({ people }) => people)).toEqual([["bob"], null]);
});

test("a screen that was not accepted is sent again", async () => {
  const { world, live } = openLive();
  world.acceptsScreens = false;
  live.setScreen({ people: ["bob"], arrivals: true });
  await world.clock.pass(300);
  world.acceptsScreens = true;
  await world.clock.pass(5_000);
  expect(world.screens).toHaveLength(2);
  await world.clock.pass(20_000);
  expect(world.screens).toHaveLength(2);
});

test("a screen is sent again after a time in which the server did not hear of changes", async () => {
  const { world, live } = openLive();
  live.setScreen({ people: ["bob"], arrivals: false });
  await world.clock.pass(300);
  world.last.tell({ kind: "live", live: false });
  live.setScreen({ people: ["cleo"], arrivals: false });
  await world.clock.pass(1_000);
  // The process that has the stream might not hear of it.
  expect(world.screens).toHaveLength(1);
  world.last.tell({ kind: "live", live: true });
  await settle();
  expect(world.screens.map(({ people }) => people)).toEqual([["bob"], ["cleo"]]);
});

test("a screen that was under way when such a time began is sent again", async () => {
  const { world, live } = openLive();
  const send = world.deps.sendScreen;
  let arrive = () => {};
  Object.assign(world.deps, {
    sendScreen: async (screen: Parameters<typeof send>[0]) => {
      if (world.screens.length === 0) await new Promise<void>((resolve) => (arrive = resolve));
      return send(screen);
    },
  });
  const page = createLive(world.deps);
  page.start();
  world.last.hello();
  page.setScreen({ people: ["bob"], arrivals: false });
  await world.clock.pass(300);
  world.last.tell({ kind: "live", live: false });
  world.last.tell({ kind: "live", live: true });
  arrive();
  await world.clock.pass(10);
  expect(world.screens.map(({ people }) => people)).toEqual([["bob"], ["bob"]]);
  expect(live.stream()).not.toBe(page.stream());
});
