import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../rooms/imports";
import { documents } from "./documents";
import { outlineOf } from "./translations";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const translations = documents.filter((path) => path.endsWith(".ja.md"));

it("the README is there in Japanese", () => {
  expect(translations).toContain("README.ja.md");
});

it.each(translations)(
  "%s has the headings, commands, variables, links and tables of the English text",
  (path) => {
    expect(outlineOf(read(path))).toEqual(outlineOf(read(path.replace(".ja.md", ".md"))));
  },
);

it.each(translations)("%s and the English text lead to each other", (path) => {
  const english = path.replace(".ja.md", ".md");
  expect(read(path)).toContain(`](${english})`);
  expect(read(english)).toContain(`](${path})`);
});

it("an outline differs where a heading, command, variable, link, picture or row is missing", () => {
  const text = [
    "# A",
    "`npm start` `APP_URL` [b](b.md#c) [x](https://x.example)",
    '<img src="d-en.png" alt="">',
    "## B",
    "| a | b |",
    "| --- | --- |",
    "| 1 | 2 |",
    "",
  ].join("\n");
  const outline = outlineOf(text);
  expect(outline).toEqual({
    levels: [1, 2],
    commands: ["start"],
    variables: ["APP_URL"],
    links: ["b.md", "d.png", "https://x.example"],
    tables: ["2 x 3"],
  });
  const without = [
    "## B",
    "`npm start`",
    "`APP_URL`",
    "[b](b.md#c)",
    "[x](https://x.example)",
    "| 1 | 2 |\n",
  ];
  for (const part of without) {
    expect(text).toContain(part);
    expect(outlineOf(text.replace(part, "")), part).not.toEqual(outline);
  }
  expect(outlineOf(text.replace("d-en.png", "d-ja.png").replace("b.md#c", "b.md#d"))).toEqual(outline);
});
