import { expect, test } from "vitest";
import { mixedRange } from "./mono";

/** Ten moments of two channels, and their mix. */
const stereo = Buffer.from(Int16Array.from({ length: 20 }, (_, index) => index * 300 - 2_000).buffer);
const mono = Buffer.from(Int16Array.from({ length: 10 }, (_, index) => index * 1_200 - 3_700).buffer);

test.each([1, 2, 3, 4, 5, 7, 40])(
  "chunks of %i bytes give the same mix, and each range of it",
  async (size) => {
    const chunks = Array.from({ length: Math.ceil(stereo.length / size) }, (_, index) =>
      stereo.subarray(index * size, (index + 1) * size),
    );
    for (const [skip, length] of [
      [0, 20],
      [1, 19],
      [0, 1],
      [1, 6],
    ] as const) {
      const parts: Buffer[] = [];
      for await (const part of mixedRange(chunks, skip, length)) parts.push(part);
      expect(Buffer.concat(parts)).toEqual(mono.subarray(skip, skip + length));
    }
  },
);
