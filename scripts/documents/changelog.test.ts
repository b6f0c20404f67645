import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { version } from "../../package.json";
import { root } from "../rooms/imports";
import { isLater, releasesOf } from "./changelog";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const text = read("CHANGELOG.md");
const releases = releasesOf(text);

it("the newest version of the changelog is that of package.json and package-lock.json", () => {
  expect(releases[0]?.version).toBe(version);
  expect(JSON.parse(read("package-lock.json")).version).toBe(version);
});

it("the changelog begins with what is not released, and has the newest version first", () => {
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(["Unreleased", ...releases.map((one) => `${one.version} - ${one.date}`)]);
  for (const [index, release] of releases.entries()) {
    const next = releases[index + 1];
    if (next) expect(isLater(release.version, next.version), release.version).toBe(true);
    if (next) expect(release.date >= next.date, release.date).toBe(true);
  }
});

it("versions and their order are read", () => {
  expect(releasesOf("## Unreleased\n## 1.2.0 - 2026-01-02\n### 1.1.0 - 2026-01-01\n## 1.0 - x")).toEqual([
    { version: "1.2.0", date: "2026-01-02" },
  ]);
  expect([isLater("1.10.0", "1.9.9"), isLater("1.0.0", "1.0.0"), isLater("0.9.0", "1.0.0")]).toEqual([
    true,
    false,
    false,
  ]);
});
