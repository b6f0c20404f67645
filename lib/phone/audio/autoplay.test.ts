import { expect, test } from "vitest";
import { Bench, settle } from "../testing/fake-deps";

/** A phone that starts in a page that was not touched yet, in a browser that then allows no sound. */
async function heldBack(): Promise<Bench> {
  const bench = new Bench();
  bench.speaker.blocks = true;
  return bench.ready();
}

async function touch(bench: Bench): Promise<void> {
  bench.page.emit("touch");
  await settle();
}

test("a browser that allows sound is asked once, and no listener stays", async () => {
  const bench = new Bench();
  expect(bench.phone.sound.getState()).toBe("unknown");
  await bench.ready();
  expect(bench.phone.sound.getState()).toBe("free");
  const listeners = bench.page.listenerCount;
  bench.speaker.blocks = true;
  await touch(bench);
  expect(bench.phone.sound.getState()).toBe("free");
  expect(bench.page.listenerCount).toBe(listeners);
});

test("sound is held until the browser accepts a touch as a user gesture", async () => {
  const bench = await heldBack();
  const seen: string[] = [];
  const unsubscribe = bench.phone.sound.subscribe(() => seen.push(bench.phone.sound.getState()));
  expect(bench.phone.sound.getState()).toBe("held");
  await touch(bench);
  expect(bench.phone.sound.getState()).toBe("held");
  const listeners = bench.page.listenerCount;
  bench.speaker.blocks = false;
  await touch(bench);
  expect(bench.phone.sound.getState()).toBe("released");
  expect(seen).toEqual(["released"]);
  expect(bench.page.listenerCount).toBe(listeners - 1);
  unsubscribe();
});

test("the button also tries again", async () => {
  const bench = await heldBack();
  bench.speaker.blocks = false;
  bench.phone.enableSound();
  await settle();
  expect(bench.phone.sound.getState()).toBe("released");
});

test("a stopped phone no longer listens, and tries again when it starts", async () => {
  const bench = await heldBack();
  await bench.phone.stop();
  expect(bench.page.listenerCount).toBe(0);
  bench.speaker.blocks = false;
  await bench.ready();
  expect(bench.phone.sound.getState()).toBe("released");
});

test("an answer that arrives after the stop is ignored", async () => {
  const bench = new Bench();
  bench.speaker.blocks = true;
  bench.phone.start();
  await bench.phone.stop();
  await settle();
  expect([bench.phone.sound.getState(), bench.page.listenerCount]).toEqual(["unknown", 0]);
});
