import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hintScripts } from "./compile-hints.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "browser-phone-hints-"));
  mkdirSync(join(folder, "chunks"));
  writeFileSync(join(folder, "chunks/a.js"), "a();");
  writeFileSync(join(folder, "chunks/a.css"), "p{}");
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = (path: string) => readFileSync(join(folder, path), "utf8");

test("a script begins with the hint, once, and nothing else has it", () => {
  hintScripts(folder);
  hintScripts(folder);
  expect(text("chunks/a.js")).toBe("//# allFunctionsCalledOnLoad\na();");
  expect(text("chunks/a.css")).toBe("p{}");
});
