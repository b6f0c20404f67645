import type { Room } from "./room";

/** What browser and server share. */
export const shared: readonly Room[] = [
  { path: "lib/contracts", may: [], packages: ["zod"], testsMay: ["lib/i18n"] },
  { path: "lib/errors.ts", may: ["lib/contracts"], packages: [] },
  // What the configuration, its provisioning and the rule of push services know alike.
  { path: "lib/settings", may: [], packages: [] },
  { path: "lib/env.ts", may: ["lib/env"], packages: [] },
  // Its parts. Everybody else imports the file above, and none of them.
  { path: "lib/env", may: ["lib/settings"], packages: ["zod"] },
  { path: "lib/page-origin.ts", may: ["lib/env.ts"], packages: [] },
  { path: "lib/dev-origins.mjs", may: [], packages: [] },
  // Asks servers outside of the process.
  { path: "lib/rest", may: [], packages: ["ipaddr.js", "node", "server-only"] },
  { path: "lib/http", may: ["lib/contracts"], packages: ["zod"] },
  // Of the browser's time and random numbers.
  { path: "lib/clock.ts", may: [], packages: [] },
  { path: "lib/uuid.ts", may: [], packages: [] },
  // The changes that the server tells a tab.
  {
    path: "lib/live",
    may: ["lib/clock.ts", "lib/contracts", "lib/http", "lib/uuid.ts"],
    packages: [],
  },
  {
    path: "lib/i18n",
    may: ["lib/page-origin.ts"],
    packages: ["negotiator", "next", "next-intl", "server-only"],
    testsMay: ["lib/contracts", "lib/phone/model"],
  },
  // Plans, explains and does what Twilio's account and the environment file need. Files, terminal and processes are the script's.
  {
    path: "lib/provision",
    may: ["lib/settings"],
    packages: ["ipaddr.js", "node", "twilio", "web-push"],
  },
  { path: "lib/not-configured", may: ["lib/i18n"], packages: [] },
  { path: "lib/security-headers.ts", may: ["lib/static-headers.mjs"], packages: [] },
  { path: "lib/static-headers.mjs", may: [], packages: [] },
  { path: "lib/vercel-excludes.mjs", may: [], packages: [] },
  // The tests of the files above that stand alone.
  {
    path: "lib",
    may: [],
    packages: [],
    testsMay: [
      "instrumentation.ts",
      "lib/dev-origins.mjs",
      "lib/env.ts",
      "lib/page-origin.ts",
      "lib/security-headers.ts",
      "lib/static-headers.mjs",
      "next.config.js",
    ],
  },
];
