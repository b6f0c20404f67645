import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scripts } from "../../package.json";
import { root } from "../rooms/imports";
import { documents } from "./documents";

// The changelog may name scripts of the past.
it.each(documents.filter((path) => path !== "CHANGELOG.md"))(
  "each npm script that %s names exists",
  (path) => {
    const text = readFileSync(join(root, path), "utf8");
    const named = [...text.matchAll(/npm run ([a-z][\w:]*)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  },
);
