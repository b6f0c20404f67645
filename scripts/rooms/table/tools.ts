import type { Room } from "./room";

/** Tests in browsers, scripts and configuration. */
export const tools: readonly Room[] = [
  { path: "e2e", may: [], packages: [], testsMay: ["e2e/support"] },
  { path: "e2e/phone", may: [], packages: [], testsMay: ["e2e/support", "scripts/deploy/standalone.ts"] },
  {
    path: "e2e/gateway",
    may: [],
    packages: [],
    testsMay: ["e2e/support", "lib/gateway/index.ts", "scripts/gateway-package/pack.ts"],
  },
  { path: "e2e/firefox", may: [], packages: [], testsMay: ["e2e"] },
  { path: "e2e/support", may: [], packages: [], testsMay: ["lib/server/push/testing"] },
  {
    path: "scripts",
    may: [
      "lib/db/client.ts",
      "lib/db/explain-failure.ts",
      "lib/db/handle.ts",
      "lib/db/schema/index.ts",
      "lib/env.ts",
      "lib/server/auth",
      "lib/server/people",
      "lib/static-headers.mjs",
      "scripts/support/browser-zod.mjs",
    ],
    packages: ["@next/env", "next", "node", "playwright"],
    testsMay: ["lib/contracts", "lib/db", "package.json"],
  },
  {
    path: "scripts/admin",
    may: [
      "lib/changes",
      "lib/contracts",
      "lib/db/client.ts",
      "lib/env.ts",
      "lib/server/auth",
      "lib/server/calls",
      "lib/server/operator",
      "lib/server/people",
      "scripts/support/processes.mjs",
      "scripts/support/stack-environment.mjs",
    ],
    packages: ["@next/env", "node"],
    testsMay: ["lib/db"],
  },
  {
    path: "scripts/provision",
    may: ["lib/env.ts", "lib/provision", "lib/settings", "scripts/support/write-file.mjs"],
    packages: ["@next/env", "node"],
  },
  // What the functions on Vercel contain, and how soon they answer.
  {
    path: "scripts/vercel",
    may: ["lib/vercel-excludes.mjs", "scripts/support/processes.mjs"],
    packages: ["node"],
  },
  {
    path: "scripts/doctor",
    may: [
      "lib/contracts",
      "lib/db/client.ts",
      "lib/doctor",
      "lib/env.ts",
      "lib/rest",
      "scripts/support/processes.mjs",
      "scripts/support/stack-environment.mjs",
    ],
    packages: ["@next/env", "node"],
  },
  // Reads and writes every table as it is, for a backup.
  {
    path: "scripts/backup",
    may: [
      "lib/db/client.ts",
      "lib/db/explain-failure.ts",
      "lib/db/handle.ts",
      "lib/db/postgres.ts",
      "lib/db/query-error.ts",
      "lib/env.ts",
      "scripts/prepare-database.ts",
      "scripts/support/processes.mjs",
      "scripts/support/stack-environment.mjs",
    ],
    packages: ["@next/env", "drizzle-orm", "node", "zod"],
    testsMay: ["lib/db", "lib/server/auth", "lib/server/operator"],
  },
  // The part of zod that browsers load.
  { path: "scripts/support/browser-zod.mjs", may: [], packages: ["esbuild", "node", "zod"] },
  // The gateway as a package for npm.
  {
    path: "scripts/gateway-package",
    may: ["scripts/support/processes.mjs"],
    packages: ["esbuild", "node"],
  },
  // What a server of one's own needs.
  {
    path: "scripts/deploy",
    may: ["scripts/serve.mjs", "scripts/support/ensure-built.mjs", "scripts/support/processes.mjs"],
    packages: ["esbuild", "node"],
    testsMay: ["e2e/support", "package.json"],
  },
  // Measures the product beside a bare page with the same SDK.
  { path: "scripts/bench", may: [], packages: [], testsMay: ["e2e/support"] },
  // The questions to the database, with up to a million people in it. It opens a database that writes down what it is asked.
  {
    path: "scripts/bench/growth",
    may: ["scripts/support/processes.mjs"],
    packages: ["@electric-sql/pglite"],
    testsMay: ["lib/db", "lib/server/calls", "lib/server/people", "lib/server/presence", "lib/server/voice"],
  },
  // The services of the app's routes, without Next.
  {
    path: "scripts/bench/server",
    may: [],
    packages: [],
    testsMay: [
      "e2e/support",
      "lib/contracts",
      "lib/db",
      "lib/env.ts",
      "lib/page-origin.ts",
      "lib/server/auth",
      "lib/server/identity.ts",
      "lib/server/people",
      "lib/server/presence",
      "lib/server/voice",
    ],
  },
  // The pictures of the documents. It reads the texts of the pages, to find what has a name in Japanese.
  { path: "scripts/screenshots", may: ["lib/i18n"], packages: ["sharp"], testsMay: ["e2e/support"] },
  { path: "scripts/load", may: [], packages: [], testsMay: ["lib/contracts", "scripts"] },
  // Switches controls off in a copy and lets the tests notice.
  { path: "scripts/bite", may: ["scripts/support/processes.mjs"], packages: ["node", "oxc-parser", "pg"] },
  { path: "scripts/rooms", may: [], packages: ["node", "oxc-parser"] },
  // What the source of the pages may not have, held against every page.
  {
    path: "scripts/pages",
    may: ["lib/i18n/page-texts.ts", "scripts/rooms/imports.ts"],
    packages: ["node", "oxc-parser"],
    testsMay: ["package.json"],
  },
  // What runs and raises the project on GitHub. start-once.mjs runs before anything is installed.
  {
    path: "scripts/ci",
    may: ["scripts/support/processes.mjs"],
    packages: ["node", "yaml", "zod"],
    testsMay: ["package.json", "scripts/rooms", "scripts/support/ensure-installed.mjs"],
  },
  // What the documents say, held against the project.
  {
    path: "scripts/documents",
    may: ["scripts/rooms"],
    packages: ["node", "oxc-parser"],
    testsMay: ["lib/contracts", "lib/phone/model", "package.json", "scripts/support/tasks.mjs"],
  },
  { path: "public", may: [], packages: [] },
  { path: "drizzle.config.ts", may: [], packages: ["drizzle-kit"] },
  {
    path: "next.config.js",
    may: ["lib/dev-origins.mjs", "lib/static-headers.mjs", "lib/vercel-excludes.mjs"],
    packages: ["next-intl"],
  },
  { path: "postcss.config.mjs", may: [], packages: [] },
  { path: "vitest.config.ts", may: [], packages: [] },
  { path: "vitest.setup.ts", may: [], packages: ["node"] },
  { path: "vitest.databases.ts", may: ["lib/db/testing"], packages: ["node"] },
];
