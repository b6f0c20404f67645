import { expect, it } from "vitest";
import { rowsOf } from "./rounds";

it("makes a row of each step, with the median and the samples of each subject", () => {
  const rounds = new Map([
    ["bare", [{ dial: 1 }, { dial: 2 }, { dial: 9 }]],
    ["ours", [{ dial: 4 }, { dial: 5 }, { dial: 30 }]],
  ] as const);
  expect(rowsOf(rounds, { dial: { overBare: 20 } })).toEqual([
    {
      step: "dial",
      unit: "ms",
      figures: {
        bare: { value: 2, p90: 9, samples: [1, 2, 9] },
        ours: { value: 5, p90: 30, samples: [4, 5, 30] },
      },
      target: { overBare: 20 },
    },
  ]);
});
