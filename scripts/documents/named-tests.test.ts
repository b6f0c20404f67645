import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listFiles, root } from "../rooms/imports";
import { documents } from "./documents";
import { namedSources, namedTests, titlesOf, wrongTests } from "./named-tests";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const files = listFiles("");
const tests = files.filter((path) => /\.(test|spec)\.tsx?$/.test(path));

describe.each(["SECURITY.md", "docs/asvs.md"])("%s", (document) => {
  const text = read(document);

  it("names test files and titles that exist", () => {
    expect(wrongTests(text, tests, read)).toEqual([]);
    expect(namedTests(text).flatMap(({ titles }) => titles).length).toBeGreaterThan(20);
  });
});

// The changelog may name files of the past. `xx` stands for a language to be added.
it.each(documents.filter((path) => path !== "CHANGELOG.md"))(
  "each source file that %s names exists",
  (path) => {
    const sources = namedSources(read(path)).filter((source) => source !== "lib/i18n/xx.json");
    expect(sources.filter((source) => !files.includes(source))).toEqual([]);
  },
);

it("each control of SECURITY.md has a place in the code and the title of a test", () => {
  const rows = read("SECURITY.md")
    .split("\n")
    .filter((line) => /^\| \d+ \|/.test(line));
  expect(rows.map((row) => Number(row.split("|")[1]))).toEqual(rows.map((_, index) => index + 1));
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) {
    expect(namedSources(row).filter((path) => !tests.includes(path)).length, row).toBeGreaterThan(0);
    expect(namedTests(row).flatMap(({ titles }) => titles).length, row).toBeGreaterThan(0);
  }
});

describe("the search", () => {
  it("finds test files with the titles after them, and no other quotes", () => {
    const text = '"x" `a/b.test.ts`: "one", "two"; `c.spec.ts` is "no title", `d.test.tsx` and `e.ts`: "no"';
    expect(namedTests(text)).toEqual([
      { file: "a/b.test.ts", titles: ["one", "two"] },
      { file: "c.spec.ts", titles: [] },
      { file: "d.test.tsx", titles: [] },
    ]);
    expect(namedSources("`lib/env.ts` `env.ts` `app/api/me/route.ts` lib/x.ts")).toEqual([
      "lib/env.ts",
      "app/api/me/route.ts",
    ]);
  });

  it("reads titles in every form, and nothing else that is quoted", () => {
    const source = `
      describe("group", () => { it.each(["no"])("each %s", () => {}); test(\`a \${b} c\`, () => {}); });
      expect("no"); test.describe.configure({ mode: "no" });`;
    expect(titlesOf("x.test.ts", source)).toEqual(["group", "each %s", "a … c"]);
  });

  it("finds a missing file, an ambiguous name and a missing title", () => {
    const text = '`a.test.ts`: "one" `b.test.ts` `c/b.test.ts`: "other"';
    expect(wrongTests(text, ["c/b.test.ts", "d/b.test.ts"], () => 'it("one")')).toEqual([
      "a.test.ts does not exist",
      "b.test.ts is several files",
      'c/b.test.ts has no test "other"',
    ]);
  });
});
