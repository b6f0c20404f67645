import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as contracts from "@/lib/contracts";
import { problemCodes } from "@/lib/phone/model/types";
import { isForTests, listFiles, root } from "../rooms/imports";
import { firstColumnCodes, sectionOf, twilioCodes } from "./codes";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const text = read("docs/troubleshooting.md");
const told = firstColumnCodes(text);
const messages = JSON.parse(read("lib/i18n/en.json"));

/** Every list of codes that browser and server agree on, by the name of its export. */
const lists = Object.entries(contracts)
  .filter(([name, value]) => /codes$|problems$|checkids$|refusals$/i.test(name) && Array.isArray(value))
  .map(([name, value]) => [name, value as readonly string[]] as const);

/** Where Twilio's codes decide what happens or what is said. The gateway makes them, and has a README of its own. */
const handlers = listFiles("").filter(
  (path) =>
    /^lib\/(phone|server\/voice|provision|doctor|rest)\//.test(path) &&
    path.endsWith(".ts") &&
    !isForTests(path),
);

describe("docs/troubleshooting.md", () => {
  it.each(lists)("has a row for each of %s", (_, codes) => {
    expect(codes.filter((code) => !told.includes(code))).toEqual([]);
  });

  it("has a row for each problem of the phone, and for each finding of the Diagnostics page", () => {
    const findings = Object.keys(messages.diagnostics.finding);
    expect(findings).toContain("mic_silent");
    expect([...problemCodes, ...findings].filter((code) => !told.includes(code))).toEqual([]);
  });

  it("has a row for each code of Twilio that the source handles", () => {
    const handled = handlers.flatMap((path) => twilioCodes(read(path)));
    expect(handled).toEqual(expect.arrayContaining(["31401", "53405", "21220"]));
    expect([...new Set(handled)].filter((code) => !told.includes(code))).toEqual([]);
  });

  it("says of the phone's problems what the phone says", () => {
    const rows = sectionOf(text, "What the phone shows").split("\n");
    for (const code of problemCodes) {
      const { what } = messages.phone.problem[code];
      expect(rows.find((row) => row.startsWith(`| \`${code}\` |`))).toContain(`| ${what} |`);
    }
  });

  it("has no row for a refusal that does not exist any more", () => {
    const rows = firstColumnCodes(sectionOf(text, "Why a call was refused"));
    expect(rows.sort()).toEqual([...contracts.refusals].sort());
  });
});

describe("the search", () => {
  it("knows the lists of the contracts", () => {
    expect(lists.map(([name]) => name)).toEqual(expect.arrayContaining(["errorCodes", "refusals"]));
  });

  it("reads words and numbers of the first column alone", () => {
    const table =
      "`no_1`\n| code | x |\n| --- | --- |\n| `a_b` (`c`) | `d` 31000 |\n| [11200](https://x/11200), 10001 | |";
    expect(firstColumnCodes(table)).toEqual(["a_b", "c", "11200", "11200", "10001"]);
    expect(sectionOf("# A\n## B\nb\n## C\nc", "B")).toBe("b");
  });

  it("reads codes in source, and neither comments nor other numbers", () => {
    const source = "[31401, 1], 53405; 31_000; /* 31999 */ x // 20003\n a.31000 30000x 99999 https://x/20005";
    expect(twilioCodes(source)).toEqual(["31401", "53405"]);
  });
});
