import { expect, it } from "vitest";
import { migratesOnBuild } from "./migrates-on-build.mjs";

const DATABASE_URL = "postgres://db.example/phone";

it.each([
  ["a development machine", { DATABASE_URL }, true],
  ["a machine without a database server", {}, false],
  ["production on Vercel", { DATABASE_URL, VERCEL_ENV: "production" }, true],
  ["a preview", { DATABASE_URL, VERCEL_ENV: "preview" }, false],
  [
    "a preview with a database of its own",
    { DATABASE_URL, VERCEL_ENV: "preview", MIGRATE_ON_BUILD: "1" },
    true,
  ],
])("a build for %s migrates: %s", (_name, env, expected) => {
  expect(migratesOnBuild(env as Parameters<typeof migratesOnBuild>[0])).toBe(expected);
});
