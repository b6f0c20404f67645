import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./cn";

const sources = ["app", "components"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx") && !name.includes(".test."))
    .map((name) => join(folder, name)),
);

function find(files: readonly string[], pattern: RegExp): string[] {
  const texts = files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(pattern)]);
  return [...new Set(texts.map(([, text]) => text ?? ""))];
}

test("a component keeps the same classes beside those it is given as by all of tailwind-merge", () => {
  const shared = sources.filter((file) => /^components\/(ui|phone\/devices|language)\//.test(file));
  const own = find(shared, /"([a-z][^"]* [^"]*)"/g);
  // On an element that is a component, in a call of cn(), or as the second argument of buttonClass().
  const given = find(sources, /<[A-Z][^<>]* className="([^"]*)"|cn\([^"]*"([^"]*)"/g);
  expect(own.length).toBeGreaterThan(50);
  expect(given.length).toBeGreaterThan(40);
  const kept = (text: string) => [...new Set(text.split(" "))].sort();
  for (const base of own) {
    for (const more of given) {
      const both = `${base} ${more}`;
      expect(kept(cn(both)), both).toEqual(kept(twMerge(both)));
    }
  }
});
