import type { Room } from "./room";

/** The phone of a tab. */
export const phone: readonly Room[] = [
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
      "lib/clock.ts",
      "lib/live/browser.ts",
      "lib/phone/adapters",
      "lib/phone/diagnostics",
      "lib/phone/model",
      "lib/phone/phone.ts",
      "lib/phone/ports",
      "lib/uuid.ts",
    ],
    packages: [],
  },
  {
    path: "lib/phone/guest.ts",
    may: ["lib/clock.ts", "lib/phone/adapters", "lib/phone/model", "lib/phone/phone.ts", "lib/uuid.ts"],
    packages: [],
  },
  {
    path: "lib/phone/start-early.ts",
    may: ["lib/http", "lib/phone/adapters", "lib/phone/browser.ts", "lib/phone/state/selectors.ts"],
    packages: [],
  },
  // The fakes, and the tests of the phone as a whole.
  {
    path: "lib/phone",
    may: [],
    packages: [],
    testsMay: [
      "lib/contracts",
      "lib/http",
      "lib/phone/browser.ts",
      "lib/phone/guest.ts",
      "lib/phone/model",
      "lib/phone/phone.ts",
      "lib/phone/ports",
      "lib/phone/start-early.ts",
      "lib/phone/state",
      "lib/phone/util",
    ],
  },
];
