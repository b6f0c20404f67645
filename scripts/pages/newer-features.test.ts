import { readdirSync, readFileSync } from "node:fs";
import { expect, it, test } from "vitest";
import packageFile from "@/package.json";
import { newerFeaturesIn } from "./newer-features";

/** What runs in browsers. */
const rooms = ["components", "lib/phone", "lib/http", "lib/contracts", "lib/i18n", "public", "app"];
const isOfBrowsers = (path: string) =>
  /\.(ts|tsx|js)$/.test(path) && !/\.test\.tsx?$|\/(testing|_testing)\/|^app\/api\//.test(path);

const files = rooms.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: "utf8" })
    .map((file) => `${room}/${file}`)
    .filter(isOfBrowsers),
);

/** Comments may name what is not used. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");

test("nothing that runs in browsers uses a feature that the oldest of them lacks", () => {
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((path) =>
    newerFeaturesIn(withoutComments(readFileSync(path, "utf8"))).map((name) => `${path}: ${name}`),
  );
  expect(found).toEqual([]);
});

test("the oldest browsers are named", () => {
  expect(packageFile.browserslist).toEqual([
    "chrome >= 111",
    "edge >= 111",
    "firefox >= 128",
    "safari >= 16.4",
    "ios_saf >= 16.4",
  ]);
});

it.each([
  ["const s = AbortSignal.any([a, b]);", "AbortSignal.any"],
  ["const { promise } = Promise.withResolvers();", "Promise.withResolvers"],
  ["Object.groupBy(list, f)", "Object.groupBy"],
  ["a.isSubsetOf(b)", "a method of Set"],
  ["map.values().map(f)", "a method of an iterator"],
  ["URL.canParse(text)", "URL.canParse"],
  ["const p = /[\\p{L}--[a-z]]/v;", "the flag v of regular expressions"],
  ["requestIdleCallback(run)", "requestIdleCallback"],
])("the search finds it in %s", (script, name) => {
  expect(newerFeaturesIn(script)).toEqual([name]);
});

it.each([
  "[...map.values()].map(f)",
  "const p = /\\p{L}/u;",
  "AbortSignal.timeout(1)",
  "a / b / v;",
  "list.map(f)",
])("the search leaves alone %s", (script) => {
  expect(newerFeaturesIn(script)).toEqual([]);
});
