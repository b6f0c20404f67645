import type { Room } from "./room";

/** The gateway knows nothing of the rest, and the rest reaches it over the network only. */
export const gateway: readonly Room[] = [
  { path: "lib/gateway/base", may: [], packages: ["node"] },
  { path: "lib/gateway/account", may: ["lib/gateway/base"], packages: [] },
  { path: "lib/gateway/audio", may: ["lib/gateway/base"], packages: ["mpg123-decoder", "node"] },
  { path: "lib/gateway/network", may: ["lib/gateway/base"], packages: ["zod"] },
  {
    path: "lib/gateway/media",
    may: ["lib/gateway/audio", "lib/gateway/base", "lib/gateway/network"],
    packages: ["node", "sdp-transform", "werift"],
  },
  { path: "lib/gateway/webhook", may: ["lib/gateway/base"], packages: ["node"] },
  { path: "lib/gateway/twiml", may: ["lib/gateway/webhook"], packages: ["@xmldom/xmldom"] },
  {
    path: "lib/gateway/conference",
    may: [
      "lib/gateway/audio",
      "lib/gateway/base",
      "lib/gateway/media",
      "lib/gateway/twiml",
      "lib/gateway/webhook",
    ],
    packages: [],
  },
  {
    path: "lib/gateway/signalling",
    may: ["lib/gateway/account", "lib/gateway/base", "lib/gateway/network"],
    packages: ["jose", "zod"],
  },
  {
    path: "lib/gateway/call",
    may: [
      "lib/gateway/account",
      "lib/gateway/audio",
      "lib/gateway/base",
      "lib/gateway/conference",
      "lib/gateway/media",
      "lib/gateway/recording",
      "lib/gateway/signalling",
      "lib/gateway/twiml",
      "lib/gateway/webhook",
    ],
    packages: [],
  },
  { path: "lib/gateway/recording", may: ["lib/gateway/audio", "lib/gateway/base"], packages: ["node"] },
  {
    path: "lib/gateway/rest",
    may: [
      "lib/gateway/account",
      "lib/gateway/base",
      "lib/gateway/call",
      "lib/gateway/conference",
      "lib/gateway/recording",
      "lib/gateway/twiml",
      "lib/gateway/webhook",
    ],
    packages: ["node"],
  },
  {
    path: "lib/gateway/http",
    may: [
      "lib/gateway/account",
      "lib/gateway/base",
      "lib/gateway/call",
      "lib/gateway/media",
      "lib/gateway/network",
      "lib/gateway/rest",
      "lib/gateway/signalling",
    ],
    packages: ["node", "ws", "zod"],
  },
  // Runs in the browser: of the gateway it knows what it is sent, and nothing else.
  { path: "lib/gateway/inspector/page", may: ["lib/gateway/base"], packages: [] },
  {
    path: "lib/gateway/inspector",
    may: [
      "lib/gateway/base",
      "lib/gateway/call",
      "lib/gateway/conference",
      "lib/gateway/http",
      "lib/gateway/inspector/page",
      "lib/gateway/network",
      "lib/gateway/signalling",
    ],
    packages: ["node"],
  },
  // Programs of strangers, which reach the gateway over the network.
  {
    path: "lib/gateway/package/examples",
    may: [],
    packages: ["@twilio/voice-sdk", "express", "node", "react", "twilio"],
  },
  // Makes a gateway of the parts, from its configuration.
  {
    path: "lib/gateway",
    may: [
      "lib/gateway/account",
      "lib/gateway/audio",
      "lib/gateway/base",
      "lib/gateway/call",
      "lib/gateway/conference",
      "lib/gateway/http",
      "lib/gateway/inspector",
      "lib/gateway/media",
      "lib/gateway/network",
      "lib/gateway/recording",
      "lib/gateway/rest",
      "lib/gateway/signalling",
      "lib/gateway/webhook",
    ],
    packages: ["node", "zod"],
    testsMay: ["lib/gateway/audio", "lib/gateway/twiml"],
  },
];
