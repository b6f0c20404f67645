import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../rooms/imports";
import { documents } from "./documents";
import { picturesOf } from "./images";

const folder = "docs/images";
const pictures = documents.flatMap((path) =>
  picturesOf(readFileSync(join(root, path), "utf8"))
    .filter(({ src }) => !/^\w+:/.test(src))
    .map(({ alt, src }) => ({ path, alt, file: join(dirname(path), src) })),
);
const kilobytes = (file: string) => statSync(join(root, folder, file)).size / 1024;

it("each picture of a document exists, and says in words what it shows", () => {
  expect(pictures.length).toBeGreaterThan(6);
  expect(pictures.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
  // A name of a file is no description.
  expect(pictures.filter(({ alt }) => alt.length < 15)).toEqual([]);
});

it("each picture is shown somewhere, and none is heavy", () => {
  const files = readdirSync(join(root, folder));
  const shown = pictures.map(({ file }) => file);
  expect(files.filter((file) => !shown.includes(`${folder}/${file}`))).toEqual([]);
  expect(files.filter((file) => kilobytes(file) > 150)).toEqual([]);
  expect(files.reduce((sum, file) => sum + kilobytes(file), 0)).toBeLessThan(1024);
});

it("pictures are found in both forms, with an empty text where there is none", () => {
  const text =
    '![A b](x.png) `![no](n.png)` <img width="1" src="y.png" alt="C d"> <img src="z.png"> [l](m.png)';
  expect(picturesOf(text)).toEqual([
    { alt: "A b", src: "x.png" },
    { alt: "C d", src: "y.png" },
    { alt: "", src: "z.png" },
  ]);
});
