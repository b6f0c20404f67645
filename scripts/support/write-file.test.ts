import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writePrivateFile } from "./write-file.mjs";

const folder = () => mkdtempSync(join(tmpdir(), "browser-phone-file-"));

it("writes a file that only its owner can read, with its folder, and leaves nothing beside it", () => {
  const path = join(folder(), "new", "secrets.json");
  for (const text of ["first", "second, and longer"]) {
    writePrivateFile(path, text);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  }
  expect(readdirSync(join(path, ".."))).toEqual(["secrets.json"]);
});

it("leaves no half-written file if it fails", () => {
  const path = join(folder(), "taken");
  // A folder of that name cannot be replaced by a file.
  mkdirSync(join(path, "inside"), { recursive: true });
  expect(() => writePrivateFile(path, "text")).toThrow();
  expect(readdirSync(join(path, ".."))).toEqual(["taken"]);
});
