import { describe, expect, test } from "vitest";
import { energy, levelAt, loudestFrequency } from "../testing/measure";
import { joinSounds } from "./mix";
import { Resampler } from "./resample";
import { SoundError } from "./sounds";
import { toSound } from "./to-sound";

/** A second of a sine of half of full scale. */
function sine(hz: number, rate: number): Float32Array {
  return Float32Array.from({ length: rate }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hz * at) / rate));
}

function resample(samples: Float32Array, rate: number, part = samples.length) {
  const resampler = new Resampler(rate);
  const parts: Int16Array[] = [];
  for (let at = 0; at < samples.length; at += part)
    parts.push(resampler.push(samples.subarray(at, at + part)));
  return joinSounds([...parts, resampler.end()]);
}

/** Without the edges, where the filter reaches over the end of the sound. */
const inner = (sound: Int16Array) => sound.subarray(200, -200);

describe.each([44_100, 48_000, 32_000, 22_050, 16_000, 11_025, 96_000, 47_999, 6_000])(
  "from %i Hz",
  (rate) => {
    test("440 Hz stay 440 Hz, at the same level and length", () => {
      const sound = resample(sine(440, rate), rate);
      expect(sound.length).toBe(8_000);
      expect(Math.abs((loudestFrequency(sound) ?? 0) - 440)).toBeLessThan(1);
      expect(levelAt(inner(sound), 440)).toBeCloseTo(0.5, 2);
      expect(energy(inner(sound))).toBeCloseTo(0.5 * Math.SQRT1_2, 2);
    });
  },
);

describe("the low-pass", () => {
  test.each([4_100, 5_000, 6_000, 7_600, 12_345, 20_000])(
    "takes away %i Hz, wherever it would be heard",
    (hz) => {
      expect(energy(inner(resample(sine(hz, 44_100), 44_100)))).toBeLessThan(0.5 * Math.SQRT1_2 * 0.0018);
    },
  );

  test.each([300, 1_000, 2_500, 3_400])("lets %i Hz pass", (hz) => {
    expect(levelAt(inner(resample(sine(hz, 44_100), 44_100)), hz)).toBeCloseTo(0.5, 2);
  });

  test("adds nothing that was not there, also at a rate that is no usual one", () => {
    for (const rate of [44_100, 47_999]) {
      const sound = inner(resample(sine(3_000, rate), rate));
      const rest = sound.map(
        (sample, at) => sample - 16_384 * Math.sin((2 * Math.PI * 3_000 * (at + 200)) / 8_000),
      );
      expect(energy(rest)).toBeLessThan(energy(sound) * 0.002);
    }
  });
});

test("a sound at 8,000 Hz stays as it is, to the sample", () => {
  const samples = Int16Array.from({ length: 300 }, (_, at) => at * 100 - 15_000);
  expect(
    resample(
      Float32Array.from(samples, (sample) => sample / 32_768),
      8_000,
    ),
  ).toEqual(samples);
});

test("the parts in which a sound comes make no difference", () => {
  for (const rate of [44_100, 192_000, 3_000]) {
    const samples = sine(440, rate).subarray(0, 5_000);
    const whole = resample(samples, rate);
    for (const part of [1, 7, 160, 1_000]) expect(resample(samples, rate, part)).toEqual(whole);
  }
});

test("what is over full scale becomes full scale", () => {
  expect(resample(Float32Array.of(2, -2, Number.NaN), 8_000)).toEqual(Int16Array.of(32_767, -32_768, 0));
});

describe("a sound of blocks", () => {
  test("whose rate changes goes on at 8,000 Hz", async () => {
    const blocks = [44_100, 44_100, 16_000].map((rate) => ({ rate, samples: sine(440, rate) }));
    const sound = await toSound(blocks, 80_000);
    expect(sound.length).toBe(24_000);
    for (let second = 0; second < 3; second++) {
      const heard = sound.subarray(second * 8_000, (second + 1) * 8_000);
      expect(levelAt(heard, 440)).toBeCloseTo(0.5, 2);
    }
  });

  test("is refused when it is too long, before the rest is read", async () => {
    let read = 0;
    function* endless() {
      for (;;) {
        read++;
        yield { rate: 8_000, samples: new Float32Array(8_000) };
      }
    }
    await expect(toSound(endless(), 24_000)).rejects.toThrow(SoundError);
    expect(read).toBe(4);
  });

  test("lets other work have its turn after each block", async () => {
    let turns = 0;
    let done = false;
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await toSound(
      Array.from({ length: 50 }, () => ({ rate: 8_000, samples: new Float32Array(10) })),
      1_000,
    );
    done = true;
    expect(turns).toBeGreaterThanOrEqual(49);
  });

  test("may be empty", async () => {
    expect(await toSound([], 10)).toEqual(new Int16Array(0));
    expect(await toSound([{ rate: 44_100, samples: new Float32Array(0) }], 10)).toEqual(new Int16Array(0));
  });
});
