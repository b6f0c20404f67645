import type { Room } from "./room";

const ui = "components/ui";
const api = "components/api";
const hooks = "components/phone/hooks";
const notifications = "components/phone/notifications";
/** What a page may import of the phone. Only a room that starts the phone also imports its `browser.ts` and `extras`. */
const phoneDoors = ["lib/phone/model", "lib/phone/state/selectors.ts"];

/** React: the screens. */
export const pages: readonly Room[] = [
  {
    path: ui,
    may: ["lib/i18n/bidi.ts"],
    packages: [
      "clsx",
      "lucide-react",
      "next-intl",
      "radix-ui",
      "react",
      "react-dom",
      "sonner",
      "tailwind-merge",
    ],
  },
  {
    path: api,
    may: [ui, "lib/contracts", "lib/http", "lib/live"],
    packages: ["@simplewebauthn/browser", "@tanstack/react-query", "next-intl", "react", "zod"],
  },
  { path: "components/language", may: [api, ui, "lib/i18n"], packages: ["next-intl"] },
  { path: hooks, may: [api, ui, ...phoneDoors], packages: ["next", "next-intl", "react"] },
  {
    path: "components/phone/devices",
    may: [ui, hooks, "lib/phone/model"],
    packages: ["lucide-react", "next-intl", "react"],
  },
  {
    path: notifications,
    may: [ui, api, hooks, "lib/contracts", "lib/phone/state/selectors.ts"],
    packages: ["lucide-react", "next", "next-intl", "react"],
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
    testsMay: ["components/phone/phone-provider.tsx", "lib/contracts", "lib/i18n"],
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
    testsMay: ["lib/contracts", "lib/i18n"],
  },
  {
    path: "components/phone",
    may: [
      ui,
      hooks,
      notifications,
      "components/phone/in-call",
      "lib/phone/browser.ts",
      "lib/phone/extras",
      "lib/phone/start-early.ts",
      ...phoneDoors,
    ],
    packages: ["lucide-react", "next-intl", "react"],
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
    packages: ["lucide-react", "next", "next-intl", "react"],
  },
  { path: "components/recovery", may: [api, ui], packages: ["lucide-react", "next-intl", "react"] },
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
    path: "components/guest",
    may: [
      "components/language",
      "components/phone/in-call",
      "components/phone/screens",
      "components/phone/status",
      api,
      ui,
      hooks,
      "lib/contracts",
      "lib/phone/extras",
      "lib/phone/guest.ts",
      "lib/uuid.ts",
      ...phoneDoors,
    ],
    packages: ["lucide-react", "next-intl", "react"],
  },
  {
    path: "components/history",
    may: [api, ui, hooks, notifications, "lib/contracts"],
    packages: ["lucide-react", "next", "next-intl", "react"],
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
    packages: ["lucide-react", "next-intl", "react"],
    testsMay: ["lib/i18n"],
  },
  {
    path: "components/settings",
    may: [
      "components/phone/devices",
      "components/language",
      "components/recovery",
      "components/sign-out",
      api,
      ui,
      hooks,
      notifications,
      "lib/contracts",
      "lib/phone/model",
    ],
    packages: ["lucide-react", "next-intl", "react"],
  },
  {
    path: "components/shell",
    may: [
      "components/phone/in-call",
      "components/phone/screens",
      "components/phone/status",
      "components/sign-out",
      api,
      ui,
      hooks,
      ...phoneDoors,
    ],
    packages: ["lucide-react", "next", "next-intl", "react"],
    testsMay: ["lib/i18n"],
  },
  // What tests of several rooms share.
  {
    path: "components",
    may: [],
    packages: [],
    testsMay: [api, ui, hooks, "lib/contracts", "lib/i18n", "lib/live", "lib/phone/model"],
  },
];
