import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../rooms/imports";
import { documents } from "./documents";
import { anchorsOf, brokenLinks, linksOf } from "./links";

it("the search finds many documents", () => {
  expect(documents).toContain("README.md");
  expect(documents).toContain("docs/decisions/README.md");
});

it.each(documents)("each relative link of %s leads to a file, and to a heading if it names one", (path) => {
  expect(brokenLinks(root, path)).toEqual([]);
});

it("a link to a missing file or heading is found", () => {
  const folder = mkdtempSync(join(tmpdir(), "browser-phone-links-"));
  try {
    writeFileSync(join(folder, "a.md"), "[1](b.md) [2](b.md#the-end) [3](b.md#no) [4](c.md) [5](#x)\n# A\n");
    writeFileSync(join(folder, "b.md"), "## The end\n");
    expect(brokenLinks(folder, "a.md")).toEqual(["b.md#no", "c.md", "#x"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("addresses of other sites and brackets in code are not relative links", () => {
  expect(linksOf("[a](https://x.example) `[b](c.md)`\n```\n[d](e.md)\n```\n[f](g.md)")).toEqual(["g.md"]);
});

it("a heading's anchor is made as GitHub makes it", () => {
  expect(anchorsOf("# What `main.ts` does, and why\n```\n# no heading\n```\n## A locale")).toEqual([
    "what-maints-does-and-why",
    "a-locale",
  ]);
});
