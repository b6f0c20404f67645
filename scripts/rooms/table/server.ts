import type { Room } from "./room";

/** The rules and the data. */
export const server: readonly Room[] = [
  {
    path: "lib/db",
    may: ["lib/contracts", "lib/env.ts"],
    packages: ["@electric-sql/pglite", "drizzle-orm", "node", "pg", "server-only"],
  },
  { path: "lib/server/identity.ts", may: [], packages: ["server-only"] },
  { path: "lib/server/log.ts", may: [], packages: ["drizzle-orm", "server-only"] },
  {
    path: "lib/server/limits.ts",
    may: ["lib/db/index.ts", "lib/db/time.ts", "lib/errors.ts"],
    packages: ["drizzle-orm", "node", "server-only"],
  },
  {
    path: "lib/server/http",
    may: ["lib/contracts", "lib/db/unavailable.ts", "lib/env.ts", "lib/errors.ts", "lib/server/log.ts"],
    packages: ["node", "server-only", "zod"],
  },
  // Nobody else reads or writes the tables of calls, which the database's index leaves out.
  {
    path: "lib/server/calls",
    may: ["lib/contracts", "lib/db", "lib/errors.ts", "lib/server/limits.ts"],
    packages: ["drizzle-orm", "node", "server-only", "zod"],
    testsMay: ["lib/server/identity.ts", "lib/server/people"],
  },
  {
    path: "lib/server/people",
    may: [
      "lib/contracts",
      "lib/db/index.ts",
      "lib/db/text.ts",
      "lib/errors.ts",
      "lib/server/calls",
      "lib/server/limits.ts",
    ],
    packages: ["drizzle-orm", "node", "server-only", "zod"],
    testsMay: ["lib/server/identity.ts"],
  },
  {
    path: "lib/server/presence",
    may: [
      "lib/contracts",
      "lib/db/index.ts",
      "lib/db/time.ts",
      "lib/errors.ts",
      "lib/server/calls",
      "lib/server/identity.ts",
      "lib/server/limits.ts",
    ],
    packages: ["drizzle-orm", "server-only"],
  },
  {
    path: "lib/server/auth",
    may: [
      "lib/contracts",
      "lib/db/index.ts",
      "lib/db/time.ts",
      "lib/env.ts",
      "lib/errors.ts",
      "lib/server/http",
      "lib/server/identity.ts",
      "lib/server/limits.ts",
      "lib/server/log.ts",
      "lib/server/people",
    ],
    packages: ["@node-rs/argon2", "drizzle-orm", "next", "next-auth", "node", "react", "server-only", "zod"],
  },
  {
    path: "lib/server/voice",
    may: [
      "lib/contracts",
      "lib/db/index.ts",
      "lib/env.ts",
      "lib/errors.ts",
      "lib/server/calls",
      "lib/server/identity.ts",
      "lib/server/limits.ts",
      "lib/server/people",
      "lib/server/presence",
    ],
    packages: ["drizzle-orm", "server-only", "twilio", "zod"],
  },
  {
    path: "lib/server/routes",
    may: [
      "lib/contracts",
      "lib/env.ts",
      "lib/errors.ts",
      "lib/server/auth",
      "lib/server/http",
      "lib/server/identity.ts",
    ],
    packages: ["next", "server-only", "twilio", "zod"],
  },
  {
    path: "lib/server/upkeep",
    may: [
      "lib/contracts",
      "lib/db/index.ts",
      "lib/env.ts",
      "lib/server/auth",
      "lib/server/calls",
      "lib/server/limits.ts",
      "lib/server/log.ts",
      "lib/server/presence",
    ],
    packages: ["drizzle-orm", "server-only"],
    testsMay: ["lib/db/schema.ts"],
  },
  // What tests of several rooms share, and the tests of the server as a whole.
  {
    path: "lib/server",
    may: [],
    packages: [],
    testsMay: [
      "lib/contracts",
      "lib/db",
      "lib/server/auth",
      "lib/server/identity.ts",
      "lib/server/limits.ts",
      "lib/server/people",
      "lib/server/presence",
    ],
  },
];
