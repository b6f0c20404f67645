import nextEnv from "@next/env";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { removeValues, setValues, valueIn } from "./env-text";

const quiet = { info() {}, error() {} };

/** What Next.js itself reads from an environment file. Nothing else is set meanwhile, since that would win. */
function readByNext(contents: string): Record<string, string | undefined> {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) delete process.env[name];
  try {
    const [, parsed = {}] = nextEnv.processEnv(
      [{ path: ".env.local", contents, env: {} }],
      undefined,
      quiet,
      true,
    );
    return { ...parsed };
  } finally {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

describe("setting values", () => {
  it.each([
    ["an empty file", "", "A=1\n"],
    ["a file without the name", "B=2\n", "B=2\nA=1\n"],
    ["a last line without an end", "B=2", "B=2\nA=1\n"],
    ["lines that end with CR LF", "B=2\r\n", "B=2\r\nA=1\r\n"],
    ["a byte-order mark", "\uFEFFB=2\n", "\uFEFFB=2\nA=1\n"],
    ["a byte-order mark and nothing else", "\uFEFF", "\uFEFFA=1\n"],
    ["the name after a byte-order mark", "\uFEFFA=0\n", "\uFEFFA=1\n"],
    ["an old value", "A=0\nB=2\n", "A=1\nB=2\n"],
    ["an old value among mixed line ends", "C=3\r\nA=0\r\nB=2\n# x", "C=3\r\nA=1\r\nB=2\n# x"],
    ["an empty value", "A=\nB=2\n", "A=1\nB=2\n"],
    ["an empty value at the end", "A=", "A=1"],
    ["a comment after the value", "A=0 # why\n", "A=1 # why\n"],
    ["a comment after no value", "A=# why\n", "A=1 # why\n"],
    ["a comment below", "A=0\n# why\nB=2\n", "A=1\n# why\nB=2\n"],
    ["double quotes", 'A="0"\n', 'A="1"\n'],
    ["single quotes", "A='0' # why\n", "A='1' # why\n"],
    ["export", "export A=0\n", "export A=1\n"],
    ["space around", "  A = 0  \n", "  A = 1  \n"],
    ["a colon", "A: 0\n", "A: 1\n"],
    ["the name twice: the last counts", "A=0\nB=2\nA=5\n", "A=0\nB=2\nA=1\n"],
    ["the name in a comment", "# A=0\n", "# A=0\nA=1\n"],
    ["the name in a value of several lines", 'B="x\nA=0\ny"\n', 'B="x\nA=0\ny"\nA=1\n'],
    ["a longer name", "AA=0\n", "AA=0\nA=1\n"],
  ])("%s", (_title, before, after) => {
    expect(setValues(before, { A: "1" })).toBe(after);
    expect(readByNext(after).A).toBe("1");
  });

  it("writes any value so that Next.js reads it back, and every other value as before", () => {
    const value = fc.string({ unit: fc.constantFrom(..."aB9$\\'\"`{}#=: -_/+.é"), maxLength: 12 });
    const noise = fc.array(
      fc.constantFrom(
        "# comment",
        "",
        "B=2",
        'C="two\nlines"',
        "D='x' # y",
        "export E=5",
        "F=",
        "A=old",
        'A="old"',
        "A='old' # c",
        "A=",
        "A=# c",
        "G=$B",
        "  H = 8 ",
        "\uFEFFI=1",
        "J: 3",
      ),
      { maxLength: 8 },
    );
    const end = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(value, noise, end, fc.boolean(), (text, lines, lineEnd, ended) => {
        const before = lines.join(lineEnd) + (ended ? lineEnd : "");
        let after: string;
        try {
          after = setValues(before, { A: text });
        } catch {
          // Only a value with each kind of quotes, or with space or a backslash at its edge, has no form that dotenv reads.
          expect(text).toMatch(/^\s|\s$|["'`]|\\$|\\[nr]/);
          return;
        }
        const { A, ...others } = readByNext(after);
        const { A: _old, ...othersBefore } = readByNext(before);
        expect(A).toBe(text);
        expect(others).toEqual(othersBefore);
        expect(setValues(after, { A: text })).toBe(after);
        const removed = removeValues(after, ["A"]);
        expect(valueIn(removed, "A")).toBeUndefined();
        expect(readByNext(removed)).toEqual(othersBefore);
      }),
      { numRuns: process.env.SOAK ? 20_000 : 300 },
    );
  });

  it("refuses a value that would change what else the file says", () => {
    expect(() => setValues('B="open\n', { A: 'x"#y' })).toThrow("A cannot be written");
  });
});

describe("removing values", () => {
  it.each([
    ["nothing of them", "B=2\n", "B=2\n"],
    ["one line", "B=2\nA=1\nC=3\n", "B=2\nC=3\n"],
    ["the only line", "A=1\n", ""],
    ["a last line without an end", "B=2\nA=1", "B=2\n"],
    ["every value of the name", "A=0\nB=2\nexport A=1 # why\n", "B=2\n"],
    ["a value of several lines", 'A="x\ny"\nB=2\n', "B=2\n"],
    ["CR LF", "B=2\r\n  A=1\r\nC=3\r\n", "B=2\r\nC=3\r\n"],
    ["a byte-order mark", "\uFEFFA=1\nB=2\n", "\uFEFFB=2\n"],
    ["an empty value before a comment", "A=\n# c\nB=2\n", "# c\nB=2\n"],
    ["a comment below", "A=1\n# c\n", "# c\n"],
  ])("%s", (_title, before, after) => {
    expect(removeValues(before, ["A"])).toBe(after);
  });
});

it("the last value of a name counts, and what stands in a comment or in another value does not", () => {
  expect(["A=1\nA=2", "export A='2' # x", "\uFEFFA=2"].map((text) => valueIn(text, "A"))).toEqual([
    "2",
    "2",
    "2",
  ]);
  expect(valueIn("A=", "A")).toBe("");
  const without = ["", "# A=1", "AA=1", "B='\nA=1\n'"];
  expect(without.map((text) => valueIn(text, "A"))).toEqual(without.map(() => undefined));
});
