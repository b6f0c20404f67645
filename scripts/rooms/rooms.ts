/** A room of the project: a folder, or a file that is a room of its own, and what its files may import. */
export interface Room {
  /** `lib/phone/calls`, or `lib/phone/phone.ts`. A file belongs to the room with the longest path that holds it. */
  readonly path: string;
  /** Rooms that it may import, or single files of rooms. Its own files it always may. */
  readonly may: readonly string[];
  /** Packages that it may import; `node` stands for Node's own modules. */
  readonly packages: readonly string[];
  /** What its tests may import besides. They may also import the testing folders and the tools of tests. */
  readonly testsMay?: readonly string[];
}

/** Packages that only tests use, beside those of their room. */
export const testPackages: readonly string[] = [
  "@axe-core/playwright",
  "@playwright/test",
  "@testing-library/react",
  "drizzle-kit",
  "drizzle-orm",
  "fast-check",
  "next",
  "next-auth",
  "next-intl",
  "node",
  "pg",
  "react",
  "react-dom",
  "selfsigned",
  "sonner",
  "twilio",
  "vitest",
  "werift",
  "ws",
  "zod",
];

const shared: readonly Room[] = [
  { path: "lib/contracts", may: [], packages: ["zod"], testsMay: ["lib/i18n"] },
  { path: "lib/errors.ts", may: ["lib/contracts"], packages: [] },
  { path: "lib/env.ts", may: [], packages: ["zod"] },
  { path: "lib/http", may: ["lib/contracts"], packages: ["zod"] },
  {
    path: "lib/i18n",
    may: [],
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
      "lib/security-headers.ts",
      "lib/static-headers.mjs",
      "next.config.js",
    ],
  },
];

const phone: readonly Room[] = [
  { path: "lib/phone/model", may: ["lib/contracts"], packages: [] },
  { path: "lib/phone/ports", may: ["lib/contracts", "lib/phone/model"], packages: ["zod"] },
  { path: "lib/phone/util", may: ["lib/phone/model", "lib/phone/ports"], packages: [] },
  {
    path: "lib/phone/state",
    may: ["lib/contracts", "lib/phone/model", "lib/phone/ports", "lib/phone/util"],
    packages: [],
  },
  {
    path: "lib/phone/adapters",
    may: [
      "lib/contracts",
      "lib/http",
      "lib/phone/model",
      "lib/phone/ports",
      "lib/phone/adapters/voice-sdk.ts",
    ],
    packages: [],
  },
  // The SDK is known to this file alone.
  {
    path: "lib/phone/adapters/voice-sdk.ts",
    may: ["lib/phone/adapters", "lib/phone/model", "lib/phone/ports"],
    packages: ["@twilio/voice-sdk"],
  },
  {
    path: "lib/phone/registration",
    may: ["lib/contracts", "lib/phone/model", "lib/phone/ports", "lib/phone/state", "lib/phone/util"],
    packages: [],
  },
  {
    path: "lib/phone/audio",
    may: ["lib/phone/model", "lib/phone/ports", "lib/phone/state", "lib/phone/util"],
    packages: ["zod"],
  },
  {
    path: "lib/phone/monitor",
    may: ["lib/phone/audio", "lib/phone/model", "lib/phone/ports", "lib/phone/state", "lib/phone/util"],
    packages: [],
  },
  {
    path: "lib/phone/calls",
    may: [
      "lib/contracts",
      "lib/phone/audio",
      "lib/phone/model",
      "lib/phone/monitor",
      "lib/phone/ports",
      "lib/phone/state",
      "lib/phone/util",
    ],
    packages: [],
  },
  {
    path: "lib/phone/tabs",
    may: [
      "lib/phone/calls",
      "lib/phone/model",
      "lib/phone/ports",
      "lib/phone/registration",
      "lib/phone/state",
      "lib/phone/util",
    ],
    packages: [],
  },
  {
    path: "lib/phone/diagnostics",
    may: [
      "lib/contracts",
      "lib/phone/audio",
      "lib/phone/model",
      "lib/phone/ports",
      "lib/phone/registration",
      "lib/phone/util",
    ],
    packages: [],
  },
  {
    path: "lib/phone/extras",
    may: ["lib/phone/model", "lib/phone/ports", "lib/phone/state/selectors.ts", "lib/phone/util"],
    packages: [],
  },
  {
    path: "lib/phone/phone.ts",
    may: [
      "lib/phone/audio",
      "lib/phone/calls",
      "lib/phone/model",
      "lib/phone/monitor",
      "lib/phone/ports",
      "lib/phone/registration",
      "lib/phone/state",
      "lib/phone/tabs",
      "lib/phone/util",
    ],
    packages: [],
  },
  {
    path: "lib/phone/browser.ts",
    may: [
      "lib/phone/adapters",
      "lib/phone/diagnostics",
      "lib/phone/model",
      "lib/phone/phone.ts",
      "lib/phone/ports",
    ],
    packages: [],
  },
  // The fakes, and the tests of the phone as a whole.
  {
    path: "lib/phone",
    may: [],
    packages: [],
    testsMay: [
      "lib/contracts",
      "lib/phone/browser.ts",
      "lib/phone/model",
      "lib/phone/phone.ts",
      "lib/phone/ports",
      "lib/phone/state",
      "lib/phone/util",
    ],
  },
];

const server: readonly Room[] = [
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
    may: ["lib/db/unavailable.ts", "lib/env.ts", "lib/errors.ts", "lib/server/log.ts"],
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

const ui = "components/ui";
const api = "components/api";
const hooks = "components/phone/hooks";
const notifications = "components/phone/notifications";
/** What a page may import of the phone. Only a room that starts the phone also imports its `browser.ts` and `extras`. */
const phoneDoors = ["lib/phone/model", "lib/phone/state/selectors.ts"];

const pages: readonly Room[] = [
  {
    path: ui,
    may: [],
    packages: ["clsx", "lucide-react", "next-intl", "radix-ui", "react", "sonner", "tailwind-merge"],
  },
  {
    path: api,
    may: ["lib/contracts", "lib/http"],
    packages: ["@tanstack/react-query", "next-intl", "react", "sonner", "zod"],
  },
  { path: "components/language", may: [api, ui, "lib/i18n"], packages: ["next-intl"] },
  { path: hooks, may: [api, ui, ...phoneDoors], packages: ["next", "next-intl", "react", "sonner"] },
  {
    path: "components/phone/devices",
    may: [ui, hooks, "lib/phone/model"],
    packages: ["lucide-react", "next-intl", "react"],
  },
  {
    path: notifications,
    may: [api, hooks, "lib/phone/state/selectors.ts"],
    packages: ["next", "next-intl", "react", "sonner"],
    // The service worker, which is not bundled.
    testsMay: ["public"],
  },
  {
    path: "components/phone/in-call",
    may: ["components/phone/devices", ui, hooks, ...phoneDoors],
    packages: ["lucide-react", "next-intl", "radix-ui", "react", "react-dom"],
  },
  {
    path: "components/phone/screens",
    may: [
      "components/phone/devices",
      "components/phone/in-call",
      api,
      ui,
      hooks,
      notifications,
      ...phoneDoors,
    ],
    packages: ["lucide-react", "next", "next-intl", "react"],
    testsMay: ["components/phone/phone-provider.tsx"],
  },
  {
    path: "components/phone/status",
    may: [
      "components/phone/devices",
      "components/phone/in-call",
      "components/phone/screens",
      api,
      ui,
      hooks,
      ...phoneDoors,
    ],
    packages: ["lucide-react", "next", "next-intl", "react"],
    testsMay: ["lib/i18n"],
  },
  {
    path: "components/phone",
    may: [ui, hooks, notifications, "lib/phone/browser.ts", "lib/phone/extras", ...phoneDoors],
    packages: ["next-intl", "react"],
    testsMay: ["lib/i18n"],
  },
  {
    path: "components/sign-out",
    may: [api, ui, hooks, notifications, "lib/phone/state/selectors.ts"],
    packages: ["next-intl"],
  },
  {
    path: "components/auth",
    may: ["components/language", api, ui, "lib/contracts"],
    packages: ["lucide-react", "next-intl", "react"],
  },
  {
    path: "components/people",
    may: [api, ui, hooks, "lib/contracts"],
    packages: ["lucide-react", "next-intl", "react"],
  },
  {
    path: "components/link",
    may: ["components/people", api, ui, hooks, "lib/contracts"],
    packages: ["lucide-react", "next", "next-intl"],
  },
  {
    path: "components/history",
    may: [api, ui, hooks, notifications, "lib/contracts"],
    packages: ["lucide-react", "next-intl", "react"],
  },
  {
    path: "components/diagnostics",
    may: [
      "components/phone/devices",
      ui,
      hooks,
      notifications,
      "lib/contracts",
      "lib/http",
      "lib/phone/browser.ts",
      "lib/phone/diagnostics",
      ...phoneDoors,
    ],
    packages: ["lucide-react", "next-intl", "react", "sonner"],
    testsMay: ["lib/i18n"],
  },
  {
    path: "components/settings",
    may: [
      "components/phone/devices",
      "components/language",
      "components/sign-out",
      api,
      ui,
      hooks,
      notifications,
      "lib/contracts",
      "lib/phone/model",
    ],
    packages: ["lucide-react", "next-intl", "react", "sonner"],
  },
  {
    path: "components/shell",
    may: [
      "components/phone/screens",
      "components/phone/status",
      "components/sign-out",
      api,
      ui,
      hooks,
      ...phoneDoors,
    ],
    packages: ["lucide-react", "next", "next-intl", "react"],
  },
  // What tests of several rooms share.
  {
    path: "components",
    may: [],
    packages: [],
    testsMay: [api, ui, hooks, "lib/contracts", "lib/i18n", "lib/phone/model"],
  },
];

const app: readonly Room[] = [
  // Parses, authorises, calls a service, answers.
  {
    path: "app/api",
    may: [
      "lib/contracts",
      "lib/errors.ts",
      "lib/server/auth",
      "lib/server/calls",
      "lib/server/http",
      "lib/server/people",
      "lib/server/presence",
      // The makers, and not what they are made of: a route cannot make a handler with a guard of its own.
      "lib/server/routes/path-params.ts",
      "lib/server/routes/person-route.ts",
      "lib/server/routes/public-route.ts",
      "lib/server/routes/webhook-route.ts",
      "lib/server/upkeep",
      "lib/server/voice",
    ],
    packages: [],
    testsMay: ["lib/db", "lib/env.ts", "lib/server/routes/route-handler.ts"],
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
      "components/settings",
      "components/shell",
      "components/ui",
      "lib/i18n",
      "lib/server/auth",
      "lib/server/people",
    ],
    packages: ["lucide-react", "next", "next-intl", "react"],
  },
  { path: "proxy.ts", may: ["lib/env.ts", "lib/security-headers.ts"], packages: ["next"] },
  { path: "instrumentation.ts", may: ["lib/env.ts"], packages: [] },
];

/** The gateway knows nothing of the rest, and the rest reaches it over the network only. */
const gateway: readonly Room[] = [
  { path: "lib/gateway/base", may: [], packages: ["node"] },
  { path: "lib/gateway/network", may: ["lib/gateway/base"], packages: ["zod"] },
  {
    path: "lib/gateway/media",
    may: ["lib/gateway/base", "lib/gateway/network"],
    packages: ["node", "sdp-transform", "werift"],
  },
  { path: "lib/gateway/webhook", may: ["lib/gateway/base"], packages: ["node"] },
  { path: "lib/gateway/twiml", may: ["lib/gateway/webhook"], packages: ["@xmldom/xmldom"] },
  {
    path: "lib/gateway/signalling",
    may: ["lib/gateway/base", "lib/gateway/network"],
    packages: ["jose", "zod"],
  },
  {
    path: "lib/gateway/call",
    may: [
      "lib/gateway/base",
      "lib/gateway/media",
      "lib/gateway/signalling",
      "lib/gateway/twiml",
      "lib/gateway/webhook",
    ],
    packages: [],
  },
  {
    path: "lib/gateway/http",
    may: [
      "lib/gateway/base",
      "lib/gateway/call",
      "lib/gateway/media",
      "lib/gateway/network",
      "lib/gateway/signalling",
    ],
    packages: ["node", "ws", "zod"],
  },
  // Makes a gateway of the parts, from its configuration.
  {
    path: "lib/gateway",
    may: [
      "lib/gateway/base",
      "lib/gateway/call",
      "lib/gateway/http",
      "lib/gateway/media",
      "lib/gateway/network",
      "lib/gateway/signalling",
      "lib/gateway/webhook",
    ],
    packages: ["node", "zod"],
  },
];

const tools: readonly Room[] = [
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

/** Packages that one file alone may import, so that it can be exchanged there. */
export const onlyIn: Readonly<Record<string, string>> = {
  "@twilio/voice-sdk": "lib/phone/adapters/voice-sdk.ts",
  "@tanstack/react-query": "components/api/server-state.tsx",
  "@electric-sql/pglite": "lib/db/embedded.ts",
  "@node-rs/argon2": "lib/server/auth/password.ts",
};

/** Every room. What a room does not name it may not import; a file in no room is an error. */
export const rooms: readonly Room[] = [
  ...shared,
  ...phone,
  ...server,
  ...pages,
  ...app,
  ...gateway,
  ...tools,
];
