import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FRAME_SAMPLES, type Frame } from "../audio/frame";
import { energy } from "../testing/measure";
import { MAX_DEPTH, Playout } from "./playout";

/** Packet `n` has this value in each sample, so that a frame tells where it comes from. */
const packet = (n: number, length = FRAME_SAMPLES) => new Int16Array(length).fill(1_000 + n);

/** The packet that a whole frame comes from; undefined: it is silent, concealed or mixed. */
function origin(frame: Frame): number | undefined {
  const [first = 0] = frame;
  return first >= 1_000 && frame.every((sample) => sample === first) ? first - 1_000 : undefined;
}

/** A sender whose packet `n` has the timestamp `base + n * length`. */
class Line {
  readonly playout = new Playout();

  constructor(
    readonly base = 0,
    readonly length = FRAME_SAMPLES,
  ) {}

  arrive(...numbers: number[]): void {
    for (const n of numbers) {
      this.playout.write((this.base + n * this.length) >>> 0, packet(n, this.length));
    }
  }

  read(frames: number): (number | undefined)[] {
    return Array.from({ length: frames }, () => origin(this.playout.read()));
  }

  /** Each packet comes in its time, and a frame is read. */
  run(from: number, to: number): (number | undefined)[] {
    const heard: (number | undefined)[] = [];
    for (let n = from; n < to; n += 1) {
      this.arrive(n);
      heard.push(...this.read(1));
    }
    return heard;
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

test("nothing has come: silence", () => {
  expect(new Line().read(3)).toEqual([undefined, undefined, undefined]);
});

describe("packets that come", () => {
  test("in order are heard in order, 40 ms later", () => {
    expect(new Line().run(0, 50)).toEqual([undefined, undefined, ...range(0, 48)]);
  });

  test("twice are heard once, and hold nothing back", () => {
    const line = new Line();
    line.run(0, 10);
    const { depth } = line.playout;
    for (let n = 10; n < 30; n += 1) {
      // The second copy comes when the first has been heard.
      line.arrive(n, n, n - 5);
      expect(line.read(1)).toEqual([n - 2]);
    }
    expect(line.playout.depth).toBe(depth);
  });

  test("in the wrong order are heard in the right one", () => {
    const line = new Line();
    line.arrive(0, 2, 1);
    expect(line.read(5)).toEqual([undefined, undefined, 0, 1, 2]);
  });

  test("late make the following ones be held back, so that the next late one is heard", () => {
    const line = new Line();
    line.run(0, 10);
    const late = (n: number) => {
      // Three ticks without a packet, then all of them at once.
      const heard = line.read(3);
      line.arrive(n, n + 1, n + 2, n + 3);
      return [...heard, ...line.read(1)];
    };
    expect(late(10)).toEqual([8, 9, undefined, 10]);
    line.run(14, 20);
    const again = late(20);
    expect(again).toEqual([...again].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(again).not.toContain(undefined);
  });

  test("after what follows them are not heard, but the next such ones are", () => {
    const line = new Line();
    line.run(0, 10);
    line.arrive(11);
    expect(line.read(4)).toEqual([8, 9, undefined, 11]);
    const { depth } = line.playout;
    line.arrive(10);
    const rest = line.run(12, 40);
    expect(rest).not.toContain(10);
    const heard = rest.filter((n) => n !== undefined);
    expect(heard).toEqual(range(12, 12 + heard.length));
    expect(line.playout.depth).toBe(depth + 2 * FRAME_SAMPLES);
  });
});

test("a lost packet is filled with what was before it, more softly, and then silence follows", () => {
  const line = new Line();
  line.run(0, 10);
  line.read(2);
  const levels = range(0, 5).map(() => energy(line.playout.read()));
  expect(levels[0]).toBeGreaterThan(0);
  expect(levels[1]).toBeLessThan(levels[0] ?? 0);
  expect(levels[2]).toBeLessThan(levels[1] ?? 0);
  expect(levels.slice(3)).toEqual([0, 0]);
});

test("one lost packet of many costs one frame, and the next are heard in time", () => {
  const line = new Line();
  line.run(0, 10);
  line.read(1);
  expect(line.run(11, 20)).toEqual([9, undefined, ...range(11, 18)]);
});

test.each([0x1_0000_0000 - 5 * FRAME_SAMPLES, 0xffff_ffff - 77, 0x7fff_ffff - 200])(
  "the timestamp %i wraps without a gap",
  (base) => {
    expect(new Line(base).run(0, 40).slice(2)).toEqual(range(0, 38));
  },
);

test("a sender that begins anew is heard after five packets", () => {
  const line = new Line(3_000_000_000);
  line.run(0, 100);
  const heard = range(0, 20).map((n) => {
    line.playout.write(5 + n * FRAME_SAMPLES, packet(n));
    return origin(line.playout.read());
  });
  expect(heard.slice(8)).toEqual(range(6, 18));
});

test("a sender that was silent for a minute, and goes on by its clock, is heard at once", () => {
  const line = new Line();
  line.run(0, 100);
  line.read(3_000);
  expect(line.run(3_100, 3_110)).toEqual(range(3_098, 3_108).map((n) => (n < 3_100 ? undefined : n)));
});

test("a burst never makes more than 300 ms wait, and its end is heard", () => {
  const line = new Line();
  line.run(0, 10);
  line.arrive(...range(10, 60));
  expect(line.playout.depth).toBe(MAX_DEPTH);
  expect(line.read(15)).toEqual(range(45, 60));
});

test("after a stall of a second and the burst that follows, the sound is steady and in order", () => {
  const line = new Line();
  line.run(0, 50);
  line.read(50);
  line.arrive(...range(50, 100));
  expect(line.playout.depth).toBeLessThanOrEqual(MAX_DEPTH);
  const heard = line.run(100, 200).filter((n) => n !== undefined);
  expect(heard.length).toBeGreaterThan(95);
  expect(heard).toEqual([...heard].sort((a, b) => (a ?? 0) - (b ?? 0)));
});

test("what a bad minute held back is given up in a good one", () => {
  const line = new Line();
  line.run(0, 10);
  line.read(10);
  line.arrive(...range(10, 20));
  const deep = line.playout.depth;
  expect(deep).toBeGreaterThan(6 * FRAME_SAMPLES);
  // Twelve seconds.
  line.run(20, 620);
  expect(line.playout.depth).toBeLessThanOrEqual(3 * FRAME_SAMPLES);
});

test.each([
  ["faster", 1],
  ["slower", -1],
])("a sender whose clock runs 0.1 % %s is heard for ten minutes", (_name, sign) => {
  const line = new Line();
  let [sent, missing] = [0, 0];
  for (let tick = 0; tick < 30_000; tick += 1) {
    while (sent <= tick * (1 + sign * 0.001)) {
      line.arrive(sent);
      sent += 1;
    }
    expect(line.playout.depth).toBeLessThanOrEqual(6 * FRAME_SAMPLES);
    if (line.read(1)[0] === undefined) missing += 1;
  }
  // Thirty packets too few: each costs a frame. None too many costs more than that.
  expect(missing).toBeLessThan(40);
});

test.each([10, 20, 30, 40, 60])("packets of %i ms are heard whole and in order", (ms) => {
  const length = ms * 8;
  const line = new Line(123_456, length);
  const heard: number[] = [];
  let sent = 0;
  for (let at = 0; at < 6_000; at += 20) {
    while (sent * ms <= at) line.arrive(sent++);
    heard.push(...line.playout.read());
  }
  const first = heard.findIndex((sample) => sample !== 0);
  expect(first).toBeLessThanOrEqual(4 * FRAME_SAMPLES);
  // Packets of more than 20 ms may be waited for once, at the beginning.
  const steady = heard.slice(20 * FRAME_SAMPLES);
  for (let at = 1; at < steady.length; at += 1) {
    expect((steady[at] ?? 0) - (steady[at - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(steady[at]).toBeGreaterThanOrEqual(steady[at - 1] ?? 0);
  }
});

test("whatever comes, frames have 160 samples, and never more than 300 ms wait", () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ timestamp: fc.nat(20_000), length: fc.constantFrom(0, 1, 80, 160, 479, 2_401) }),
    },
    { weight: 1, arbitrary: fc.record({ timestamp: fc.nat(0xffff_ffff), length: fc.nat(4_000) }) },
    { weight: 4, arbitrary: fc.constant("read" as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const playout = new Playout();
      for (const one of steps) {
        if (one === "read") expect(playout.read()).toHaveLength(FRAME_SAMPLES);
        else playout.write(one.timestamp, new Int16Array(one.length).fill(1));
        expect(playout.depth).toBeGreaterThanOrEqual(0);
        expect(playout.depth).toBeLessThanOrEqual(MAX_DEPTH);
      }
    }),
  );
});
