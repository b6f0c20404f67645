import type { Room } from "./room";

/** Pages and route handlers. */
export const app: readonly Room[] = [
  // Parses, authorises, calls a service, answers.
  {
    path: "app/api",
    may: [
      "lib/contracts",
      "lib/doctor/for-people.ts",
      "lib/errors.ts",
      "lib/server/auth",
      "lib/server/calls",
      "lib/server/changes",
      "lib/server/http",
      "lib/server/people",
      "lib/server/presence",
      // The makers, and not what they are made of: a route cannot make a handler with a guard of its own.
      "lib/server/routes/after-answer.ts",
      "lib/server/routes/path-params.ts",
      "lib/server/routes/person-route.ts",
      "lib/server/routes/public-route.ts",
      "lib/server/routes/webhook-route.ts",
      "lib/server/upkeep",
      "lib/server/voice",
    ],
    packages: [],
    testsMay: [
      "lib/db",
      "lib/env.ts",
      "lib/page-origin.ts",
      "lib/server/limits.ts",
      "lib/server/operator",
      "lib/changes",
      "lib/server/routes/route-handler.ts",
    ],
  },
  {
    path: "app",
    may: [
      "components/api",
      "components/auth",
      "components/diagnostics",
      "components/history",
      "components/link",
      "components/people",
      "components/phone",
      "components/recovery",
      "components/settings",
      "components/shell",
      "components/ui",
      "lib/env.ts",
      "lib/contracts",
      "lib/i18n",
      "lib/server/auth",
      "lib/server/people",
      "lib/server/routes/public-route.ts",
      "lib/server/voice/voice-token.ts",
    ],
    packages: ["lucide-react", "next", "next-intl", "react"],
    testsMay: ["next.config.js", "proxy.ts", "scripts/support/guard-request.mjs"],
  },
  {
    path: "proxy.ts",
    may: ["lib/env.ts", "lib/not-configured", "lib/security-headers.ts"],
    packages: ["next"],
  },
  { path: "instrumentation.ts", may: ["lib/env.ts", "lib/server/capture-console.ts"], packages: ["next"] },
  {
    path: "instrumentation-client.ts",
    may: ["lib/contracts", "lib/phone/start-early.ts"],
    packages: ["zod"],
  },
];
