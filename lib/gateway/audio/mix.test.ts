import { describe, expect, test } from "vitest";
import { settle } from "../testing/clock";
import { FRAME_SAMPLES, SILENCE } from "./frame";
import { joinSounds, mixFrames, Player, silence } from "./mix";

const level = (value: number) => new Int16Array(FRAME_SAMPLES).fill(value);
/** A sound whose samples are 1, 2, 3 and so on. */
const counting = (length: number) => Int16Array.from({ length }, (_, at) => at + 1);

async function isDone(player: Player): Promise<boolean> {
  let done = false;
  void player.done.then(() => {
    done = true;
  });
  await settle();
  return done;
}

describe("a mix", () => {
  test("of nothing is silence, and of one frame that frame", () => {
    expect(mixFrames([])).toBe(SILENCE);
    const frame = level(32_767);
    expect(mixFrames([frame])).toBe(frame);
  });

  test("is the sum of its frames", () => {
    expect(mixFrames([level(1_000), level(-200), level(7)])).toEqual(level(807));
  });

  test("comes near full scale and never over, louder sums giving louder mixes", () => {
    const mixes = [10_000, 13_000, 20_000, 32_767].map(
      (each) => mixFrames([level(each), level(each)])[0] ?? 0,
    );
    expect(mixes).toEqual([...mixes].sort((a, b) => a - b));
    expect(mixes[0]).toBe(20_000);
    expect(mixes[1]).toBeGreaterThan(24_576);
    expect(mixes.at(-1)).toBeGreaterThan(32_700);
    expect(mixFrames(Array.from({ length: 50 }, () => level(32_767)))).toEqual(level(32_767));
    expect(mixFrames(Array.from({ length: 50 }, () => level(-32_768)))).toEqual(level(-32_767));
  });

  test("leaves its frames as they are", () => {
    const frame = level(5);
    mixFrames([frame, level(6)]);
    expect(frame).toEqual(level(5));
  });
});

describe("a player", () => {
  test("plays the whole sound, fills up the last frame, and then nothing", async () => {
    const player = new Player(counting(200));
    expect([...(player.read() ?? [])]).toEqual([...counting(160)]);
    expect(await isDone(player)).toBe(false);
    const last = player.read() ?? [];
    expect([...last]).toEqual([...Array.from({ length: 40 }, (_, at) => 161 + at), ...Array(120).fill(0)]);
    expect(await isDone(player)).toBe(true);
    expect(player.read()).toBeUndefined();
  });

  test("repeats without a gap, as often as it should", async () => {
    const player = new Player(counting(100), 3);
    const heard = [player.read(), player.read()].flatMap((frame) => [...(frame ?? [])]);
    expect(heard).toEqual([...counting(100), ...counting(100), ...counting(100), ...Array(20).fill(0)]);
    expect(await isDone(player)).toBe(true);
  });

  test("repeats for ever with 0, until it is stopped", async () => {
    const player = new Player(counting(3), 0);
    for (let frames = 0; frames < 1_000; frames++) player.read();
    expect(player.read()?.[0]).toBe(((1_000 * FRAME_SAMPLES) % 3) + 1);
    expect(await isDone(player)).toBe(false);
    player.stop();
    player.stop();
    expect(await isDone(player)).toBe(true);
    expect(player.read()).toBeUndefined();
  });

  test.each([0, 1, 5])("has nothing to play of an empty sound, %i times", async (loop) => {
    const player = new Player(new Int16Array(0), loop);
    expect(player.read()).toBeUndefined();
    expect(await isDone(player)).toBe(true);
  });

  test("is done with the frame that ends at the end of the sound", async () => {
    const player = new Player(counting(160));
    player.read();
    expect(await isDone(player)).toBe(true);
  });
});

test("sounds are joined in their order", () => {
  expect([...joinSounds([counting(2), silence(0.00025), counting(1)])]).toEqual([1, 2, 0, 0, 1]);
  expect(silence(1.5)).toEqual(new Int16Array(12_000));
});
