import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isForTests, isSourceFile, listFiles, root } from "../rooms/imports";
import { exampleSettings, schemaSettings, tableSettings } from "./settings";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const example = exampleSettings(read(".env.example"));

/** Set by Node.js, by Vercel, or by `npm start` for its own processes, and by no operator. */
const setByOthers = [
  "NODE_ENV",
  "OWN_SERVER",
  "VERCEL",
  "VERCEL_BRANCH_URL",
  "VERCEL_ENV",
  "VERCEL_PROJECT_PRODUCTION_URL",
  "VERCEL_URL",
  "VOICE_GATEWAY_URL",
];

it("the table of README.md and .env.example have the same settings", () => {
  expect(tableSettings(read("README.md"), "variable").sort()).toEqual([...example].sort());
});

it("each setting of the app is in .env.example", () => {
  const settings = schemaSettings(read("lib/env/settings.ts"));
  expect(settings).toContain("APP_URL");
  const known = [...example, ...setByOthers];
  expect(settings.filter((name) => !known.includes(name))).toEqual([]);
  expect(setByOthers.filter((name) => !settings.includes(name) || example.includes(name))).toEqual([]);
});

it("each setting in .env.example is read by the product", () => {
  const files = listFiles("").filter((path) => isSourceFile(path) && !isForTests(path));
  const product = files.map(read).join("\n");
  expect(example.filter((name) => !new RegExp(`\\b${name}\\b`).test(product))).toEqual([]);
});

it("the table of the gateway's README has each of its settings", () => {
  const settings = schemaSettings(read("lib/gateway/config.ts")).filter((name) => name !== "VERCEL");
  expect(tableSettings(read("lib/gateway/README.md"), "variable").sort()).toEqual(settings.sort());
});

it("settings are found in each form", () => {
  expect(exampleSettings("# A=1\nB=\n\nC_D=2\n")).toEqual(["B", "C_D"]);
  expect(
    tableSettings(
      "| x |\n\n| variable | meaning |\n| --- | --- |\n| `A` (1) `B_C` | `D` |\n\n| `E` |",
      "variable",
    ),
  ).toEqual(["A", "B_C"]);
  expect(
    schemaSettings("z.object({\n  A: z.string(),\n    B_1: port,\n  c: 1,\n});\nconst x = {\n  C: 1,\n};"),
  ).toEqual(["A", "B_1"]);
});
