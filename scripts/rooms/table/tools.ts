import type { Room } from "./room";

/** Tests in browsers, scripts and configuration. */
export const tools: readonly Room[] = [
  { path: "e2e", may: [], packages: [], testsMay: ["e2e/support"] },
  { path: "e2e/phone", may: [], packages: [], testsMay: ["e2e/support"] },
  { path: "e2e/gateway", may: [], packages: [], testsMay: ["e2e/support"] },
  { path: "e2e/support", may: [], packages: [] },
  {
    path: "scripts",
    may: ["lib/db/client.ts", "lib/env.ts", "lib/server/auth"],
    packages: ["@next/env", "node", "playwright"],
    testsMay: ["package.json"],
  },
  { path: "scripts/bench", may: [], packages: [], testsMay: ["e2e/support"] },
  // Switches controls off in a copy and lets the tests notice.
  { path: "scripts/bite", may: ["scripts/support/processes.mjs"], packages: ["node", "pg"] },
  { path: "scripts/rooms", may: [], packages: ["node", "oxc-parser"] },
  // What the documents say, held against the project.
  { path: "scripts/documents", may: ["scripts/rooms"], packages: ["node"], testsMay: ["package.json"] },
  { path: "public", may: [], packages: [] },
  { path: "drizzle.config.ts", may: [], packages: ["drizzle-kit"] },
  { path: "next.config.js", may: ["lib/static-headers.mjs"], packages: ["next-intl"] },
  { path: "postcss.config.mjs", may: [], packages: [] },
  { path: "vitest.config.ts", may: [], packages: [] },
  { path: "vitest.setup.ts", may: [], packages: [] },
];
