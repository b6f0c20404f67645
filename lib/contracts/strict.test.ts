import { expect, test } from "vitest";
import {
  blockRequestSchema,
  callEndedSchema,
  guestEndedSchema,
  guestLinkRequestSchema,
  guestTokenRequestSchema,
  mePatchSchema,
  passwordChangeSchema,
  presenceBeatSchema,
  signUpSchema,
  voicemailSwitchesSchema,
} from "./index";

const uuid = "00000000-0000-4000-8000-000000000001";

test.each([
  ["POST /api/people", signUpSchema, { username: "ben", displayName: "Ben", password: "a new password" }],
  ["PATCH /api/me", mePatchSchema, { doNotDisturb: true }],
  ["PUT /api/me/password", passwordChangeSchema, { current: "x", next: "a new password" }],
  ["POST /api/presence", presenceBeatSchema, { tab: uuid, phone: "ready", hidden: false, ref: null }],
  ["POST /api/calls/{ref}/ended", callEndedSchema, { tab: uuid }],
  [
    "PUT /api/voicemail/settings",
    voicemailSwitchesSchema,
    { on: true, noAnswer: true, away: true, declined: false, busy: true },
  ],
  ["POST /api/guest-links", guestLinkRequestSchema, { label: "", once: true, days: 7 }],
  ["POST /api/guest/{secret}/token", guestTokenRequestSchema, { key: uuid, name: "Carol" }],
  ["POST /api/guest/{secret}/calls/{ref}/ended", guestEndedSchema, {}],
  ["POST /api/blocks by name", blockRequestSchema, { username: "ben" }],
  ["POST /api/blocks by call", blockRequestSchema, { ref: uuid }],
])("%s refuses an unknown field", (_name, schema, valid) => {
  expect(schema.safeParse(valid).success).toBe(true);
  expect(schema.safeParse({ ...valid, unknown: 1 }).success).toBe(false);
});
