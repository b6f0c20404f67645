import type { Room } from "./room";

/** What browser and server share. */
export const shared: readonly Room[] = [
  { path: "lib/contracts", may: [], packages: ["zod"], testsMay: ["lib/i18n"] },
  { path: "lib/errors.ts", may: ["lib/contracts"], packages: [] },
  { path: "lib/env.ts", may: [], packages: ["zod"] },
  { path: "lib/page-origin.ts", may: ["lib/env.ts"], packages: [] },
  { path: "lib/http", may: ["lib/contracts"], packages: ["zod"] },
  {
    path: "lib/i18n",
    may: ["lib/page-origin.ts"],
    packages: ["negotiator", "next", "next-intl", "server-only"],
    testsMay: ["lib/contracts", "lib/phone/model"],
  },
  { path: "lib/security-headers.ts", may: [], packages: [] },
  { path: "lib/static-headers.mjs", may: [], packages: [] },
  // The tests of the files above that stand alone.
  {
    path: "lib",
    may: [],
    packages: [],
    testsMay: [
      "instrumentation.ts",
      "lib/env.ts",
      "lib/page-origin.ts",
      "lib/security-headers.ts",
      "lib/static-headers.mjs",
      "next.config.js",
    ],
  },
];
