import { expect, it } from "vitest";
import { faultsOf, largestFunction } from "./forbidden";

const withFile = (path: string) => ({ name: "api", files: new Map([[path, `/build/${path}`]]) });

it.each([
  "lib/gateway/main.ts",
  "node_modules/werift/lib/index.js",
  "node_modules/@electric-sql/pglite/dist/postgres.wasm",
  "node_modules/@node-rs/argon2-darwin-arm64/argon2.darwin-arm64.node",
  "node_modules/twilio/lib/index.js",
  "node_modules/next/node_modules/sharp/lib/index.js",
  "lib/db/killed.test.ts",
  ".env.local",
  ".env",
  ".data/db/PG_VERSION",
])("a function with %s is refused", (path) => {
  expect(faultsOf(withFile(path), 1)).toEqual([expect.stringContaining(path)]);
});

it.each([
  "node_modules/@node-rs/argon2-linux-x64-gnu/argon2.linux-x64-gnu.node",
  "node_modules/pg/lib/index.js",
  "node_modules/next/dist/compiled/ws/index.js",
  ".next/server/app/page.js",
  // Next's link to a package that it has not bundled, and what Vercel itself adds.
  ".next/node_modules/@node-rs/argon2-d87c2b703f45c451",
  ".env.example",
  "lib/db/migrations/0000_start.sql",
])("a function with %s is not", (path) => {
  expect(faultsOf(withFile(path), 1)).toEqual([]);
});

it("a function that has grown too large is refused", () => {
  expect(faultsOf(withFile("a.js"), largestFunction + 1)).toEqual(["api has 10.0 MB, more than 10.0 MB."]);
});
