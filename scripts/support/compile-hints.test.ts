import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hintScripts } from "./compile-hints.mjs";

let folder: string;
const script = "a();".repeat(30_000);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "browser-phone-hints-"));
  mkdirSync(join(folder, "chunks"));
  writeFileSync(join(folder, "chunks/long.js"), script);
  writeFileSync(join(folder, "chunks/short.js"), "a();");
  writeFileSync(join(folder, "chunks/long.css"), script);
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = (path: string) => readFileSync(join(folder, path), "utf8");

test("a long script begins with the hint, once, and nothing else has it", () => {
  hintScripts(folder);
  hintScripts(folder);
  expect(text("chunks/long.js")).toBe(`//# allFunctionsCalledOnLoad\n${script}`);
  expect(text("chunks/short.js")).toBe("a();");
  expect(text("chunks/long.css")).toBe(script);
});
