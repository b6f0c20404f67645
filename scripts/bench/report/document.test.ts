import { expect, it } from "vitest";
import { fillDocument } from "./document";

const page = (text: string) =>
  `# Speed\n\n<!-- bench: begin -->\n\n${text}\n\n<!-- bench: end -->\n\nThe end.\n`;
const open = "**open**\n\nMeasured on Monday.\n\n| open |\n| --- |\n| 5 ms |";
const idle = "**idle**\n\nMeasured on Tuesday.\n\n| idle |";
const growth = "**growth**\n\nMeasured on Tuesday.\n\n| growth |";

it("puts the sections in the place of what belongs to no part", () => {
  expect(fillDocument(page("Not measured yet."), new Map([["open", `${open}\n`]]))).toBe(page(open));
});

it("replaces the sections of the parts that a run has, and keeps the others as they are", () => {
  const later = open.replace("Monday", "Friday").replace("5 ms", "4 ms");
  const filled = fillDocument(page(`${open}\n\n${growth}`), new Map([["open", later]]));
  expect(filled).toBe(page(`${later}\n\n${growth}`));
  expect(fillDocument(filled, new Map([["open", open]]))).toBe(page(`${open}\n\n${growth}`));
});

it("has the sections in the order of the bench, whatever the order of the runs", () => {
  const filled = fillDocument(page(`${growth}\n\n${open}`), new Map([["idle", idle]]));
  expect(filled).toBe(page(`${open}\n\n${idle}\n\n${growth}`));
});

it("changes nothing for a run in which every part failed", () => {
  expect(fillDocument(page(`${open}\n\n${idle}`), new Map())).toBe(page(`${open}\n\n${idle}`));
});

it("takes a line for a heading only if it names a part and nothing else", () => {
  const withNote = `${open}\n\n**not a part**\n\n(**idle** is beside it)`;
  expect(fillDocument(page(withNote), new Map([["idle", idle]]))).toBe(page(`${withNote}\n\n${idle}`));
});

it("refuses a document without a place, rather than to write at its end", () => {
  expect(() => fillDocument("# Speed\n", new Map())).toThrow("no place");
  expect(() => fillDocument("<!-- bench: end --> <!-- bench: begin -->", new Map())).toThrow("no place");
});
