import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SCHEMA } from "./schema";

test("the README lists the attributes of each element, and which are not carried out", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const names = (cell = "") => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const elements = [...SCHEMA].filter(([name]) => name !== "Response");
  const rows = elements.map(([name]) => {
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    const [, , carriedOut, notCarriedOut] = row?.split("|") ?? [];
    return [name, names(carriedOut), names(notCarriedOut)];
  });
  expect(rows).toEqual(elements.map(([name, form]) => [name, form.carriedOut, form.notCarriedOut]));
});
