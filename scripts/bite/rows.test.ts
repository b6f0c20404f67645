import { existsSync, readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { choose } from "./choose";
import { mutate } from "./mutate";
import { rows } from "./rows/all";

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** The threats of SECURITY.md that have a row; the controls against the others stand in these. A new row adds its number. */
const threats = [...upTo(31), 38, 39, 40, 45, 46, 47, 48, 53, 54];
/** How many faults have a row. A new row raises its number. */
const faults = 24;

const controls = rows.flatMap((row) => row.controls.map((control) => ({ row, control })));

describe("the rows", () => {
  it("are numbered, each once, and each has a control", () => {
    const ids = [...threats.map(String), ...upTo(faults).map((number) => `F${number}`)];
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows.filter((row) => row.controls.length === 0)).toEqual([]);
  });

  it("name each control differently within a row", () => {
    for (const row of rows) {
      const names = row.controls.map(({ off }) => off);
      expect(new Set(names).size, row.words).toBe(names.length);
    }
  });
});

// The table would rot: a control whose text has changed is switched off nowhere.
describe.each(controls.map(({ row, control }) => [`${row.id}, ${control.off}`, control] as const))(
  "%s",
  (_name, control) => {
    it("can be switched off", () => {
      const source = readFileSync(control.file, "utf8");
      const changed = mutate(source, control);
      expect(changed).not.toBe(source);
      // A file that cannot be read makes every test fail, whether it is about the control or not.
      expect(parseSync(control.file, changed).errors).toEqual([]);
    });

    it("has the test that should notice", () => {
      expect(existsSync(control.test), control.test).toBe(true);
      if (control.title !== undefined) expect(readFileSync(control.test, "utf8")).toContain(control.title);
    });
  },
);

describe("the choice by arguments", () => {
  it("is everything without an argument, two at a time", () => {
    expect(choose(rows, [])).toEqual({ jobs: 2, chosen: controls });
  });

  it("is a row by its number, and a control by a word", () => {
    const ids = (...args: string[]) => new Set(choose(rows, args).chosen.map(({ row }) => row.id));
    expect(ids("8", "F3")).toEqual(new Set(["8", "F3"]));
    expect(ids("the LOCK of the call's row")).toEqual(new Set(["F8"]));
    expect(choose(rows, ["8", "--jobs", "3"]).jobs).toBe(3);
  });

  it("fails if nothing matches, or the number of jobs is none", () => {
    expect(() => choose(rows, ["99"])).toThrow('"99"');
    for (const jobs of ["", "0", "x", "1.5"]) expect(() => choose(rows, ["--jobs", jobs])).toThrow("--jobs");
  });
});

describe("switching a control off", () => {
  const control = { off: "", file: "f.ts", find: "a()", replace: "$&b", test: "" };

  it("replaces the text as it is written", () => {
    expect(mutate("x a() y", control)).toBe("x $&b y");
  });

  it("fails if the text is missing or stands twice", () => {
    expect(() => mutate("x", control)).toThrow("0 times");
    expect(() => mutate("a() a()", control)).toThrow("2 times");
  });
});
