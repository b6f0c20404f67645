import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { vercelExcludes } from "../../lib/vercel-excludes.mjs";
import { faultsOf } from "./forbidden";
import { readTraces } from "./traces";

it("a build's traces are read, and lack what a build for Vercel leaves out", () => {
  const root = mkdtempSync(join(tmpdir(), "browser-phone-traces-"));
  try {
    mkdirSync(join(root, ".next/server/app/api/x"), { recursive: true });
    const files = [
      "../../../../../node_modules/@electric-sql/pglite/dist/index.js",
      "../../../../../node_modules/pg/lib/index.js",
      "../../../../../lib/db/migrations/meta/0000_snapshot.json",
      "../../../../../lib/db/migrations/0000_start.sql",
      "../../../../../lib/gateway/main.ts",
      "../../../../../lib/gateway/codec.wasm",
      "../../../chunks/a.js",
    ];
    writeFileSync(join(root, ".next/server/app/api/x/route.js.nft.json"), JSON.stringify({ files }));
    const [trace, ...others] = readTraces(root, vercelExcludes);
    expect(others).toEqual([]);
    expect(trace?.name).toBe("app/api/x/route");
    expect([...(trace?.files.keys() ?? [])]).toEqual([
      "node_modules/pg/lib/index.js",
      "lib/db/migrations/0000_start.sql",
      "lib/gateway/codec.wasm",
      ".next/server/chunks/a.js",
    ]);
    expect(trace && faultsOf(trace, 1)).toEqual([
      expect.stringContaining("app/api/x/route contains lib/gateway/codec.wasm"),
    ]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

it("says what to do without a build", () => {
  const root = mkdtempSync(join(tmpdir(), "browser-phone-traces-"));
  try {
    expect(() => readTraces(root, [])).toThrow("npm run build");
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
