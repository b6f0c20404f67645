import { describe, expect, it } from "vitest";
import { figureOf, isMet, type Row } from "./row";
import { markdownTable } from "./table";

const row = (more: Partial<Row>): Row => ({ step: "step", unit: "ms", figures: {}, ...more });
const figures = (bare: number | undefined, ours: number): Row["figures"] => ({
  ...(bare === undefined ? {} : { bare: { value: bare } }),
  ours: { value: ours },
});

describe("a target", () => {
  it.each([
    ["so much, reached exactly", row({ figures: figures(undefined, 40), target: { atMost: 40 } }), true],
    ["so much, exceeded", row({ figures: figures(undefined, 40.1), target: { atMost: 40 } }), false],
    ["so much over bare, reached exactly", row({ figures: figures(10, 30), target: { overBare: 20 } }), true],
    ["so much over bare, exceeded", row({ figures: figures(10, 31), target: { overBare: 20 } }), false],
    [
      "so many times bare, reached exactly",
      row({ figures: figures(10, 30), target: { timesBare: 3 } }),
      true,
    ],
    ["so many times bare, exceeded", row({ figures: figures(10, 31), target: { timesBare: 3 } }), false],
    ["without a bare figure", row({ figures: figures(undefined, 1), target: { overBare: 20 } }), undefined],
    ["none", row({ figures: figures(10, 30) }), undefined],
    ["of what was not measured", row({ target: { atMost: 1 } }), undefined],
    [
      "of a figure that could not be measured",
      row({ figures: figures(1, Number.NaN), target: { atMost: 1 } }),
      false,
    ],
  ])("%s", (_what, measured, met) => {
    expect(isMet(measured)).toBe(met);
  });
});

describe("the table", () => {
  it("has a line for each row, and no column for what no row has", () => {
    const rows: Row[] = [
      row({
        step: "Call → ringing",
        figures: { bare: figureOf([10, 20, 30]), ours: figureOf([50, 60, 70]) },
        target: { overBare: 20 },
      }),
      row({
        step: "size",
        unit: "kB",
        digits: 1,
        figures: figures(undefined, 1234.56),
        target: { atMost: 2_000 },
      }),
    ];
    expect(markdownTable(rows).split("\n")).toEqual([
      "| step | bare | ours | difference | target | met? |",
      "| --- | ---: | ---: | ---: | ---: | ---: |",
      "| Call → ringing | 20 ms (30) | 60 ms (70) | +40 ms | bare + 20 | **no** |",
      "| size | – | 1,234.6 kB | – | ≤ 2,000.0 kB | yes |",
    ]);
  });

  it("has the earlier version between the two, where it was measured", () => {
    const before = { ...figures(4, 1), before: { value: 3 } };
    expect(markdownTable([row({ figures: before, target: { timesBare: 3 } })]).split("\n")).toEqual([
      "| step | bare | before | ours | difference | target | met? |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
      "| step | 4 ms | 3 ms | 1 ms | −3 ms | bare × 3 | yes |",
    ]);
  });

  it("says where a figure is unknown", () => {
    expect(markdownTable([row({ figures: figures(1, Number.NaN) })])).toContain(
      "| step | 1 ms | ? ms | ? ms | – | – |",
    );
  });
});
