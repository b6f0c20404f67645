import { expect, it } from "vitest";
import { fillDocument } from "./document";

const page = "# Speed\n\n<!-- bench: begin -->\n\nold\n\n<!-- bench: end -->\n\nThe end.\n";

it("replaces what stands between the marks, again and again", () => {
  const filled = fillDocument(page, "| new |\n");
  expect(filled).toBe(page.replace("old", "| new |"));
  expect(fillDocument(filled, "old")).toBe(page);
});

it("refuses a document without a place, rather than to write at its end", () => {
  expect(() => fillDocument("# Speed\n", "| new |")).toThrow("no place");
  expect(() => fillDocument("<!-- bench: end --> <!-- bench: begin -->", "| new |")).toThrow("no place");
});
