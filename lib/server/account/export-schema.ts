import "server-only";
import { z } from "zod";
import {
  callPolicySchema,
  callRecordSchema,
  guestLinkSchema,
  voicemailSettingsSchema,
  voicemailsResponseSchema,
} from "@/lib/contracts";

const time = z.iso.datetime();
const person = { username: z.string(), displayName: z.string() };

/**
 * GET /api/me/export: all that is stored of the person who asks, as one JSON file. Times are ISO 8601 in UTC. A reader may
 * rely on what `version` names: a field that goes or changes raises it, a new field does not. docs/account-data.md explains
 * the fields.
 */
export const accountExportSchema = z.strictObject({
  format: z.literal("browser-phone account"),
  version: z.literal(1),
  exportedAt: time,
  profile: z.strictObject({ ...person, createdAt: time }),
  settings: z.strictObject({
    doNotDisturb: z.boolean(),
    callPolicy: callPolicySchema,
    anonymousByDefault: z.boolean(),
    acceptsAnonymous: z.boolean(),
  }),
  signIn: z.strictObject({
    hasPassword: z.boolean(),
    /** Accounts of other sites. `id`: mine there. */
    accounts: z.array(z.strictObject({ provider: z.string(), id: z.string(), createdAt: time })),
    passkeys: z.array(
      z.strictObject({
        name: z.string(),
        synchronised: z.boolean(),
        createdAt: time,
        lastUsedAt: z.nullable(time),
      }),
    ),
    recoveryCodes: z.strictObject({ left: z.int(), createdAt: z.nullable(time) }),
  }),
  /** Where I am signed in. */
  devices: z.array(
    z.strictObject({
      device: z.nullable(z.string()),
      current: z.boolean(),
      createdAt: time,
      lastUsedAt: time,
    }),
  ),
  /** Devices that are rung while the app is closed. `service`: the host of the browser's push service. */
  pushDevices: z.array(
    z.strictObject({
      device: z.nullable(z.string()),
      service: z.string(),
      language: z.string(),
      createdAt: time,
    }),
  ),
  /** Whom I have blocked, latest first. Both names null: an anonymous caller. */
  blocks: z.array(
    z.strictObject({
      username: z.nullable(z.string()),
      displayName: z.nullable(z.string()),
      createdAt: time,
    }),
  ),
  /** Whom I always let ring. */
  allows: z.array(z.strictObject(person)),
  favourites: z.array(z.strictObject({ ...person, createdAt: time })),
  /** Of whose return I want to be told. */
  backWatches: z.array(z.strictObject({ ...person, createdAt: time, expiresAt: time })),
  /** Links by which people without an account can call me. Nobody knows their secrets any more. */
  guestLinks: z.array(z.strictObject(guestLinkSchema.shape)),
  /** Limits that the operator has set for me; null: none. */
  limits: z.nullable(
    z.strictObject({
      callsAtOnce: z.nullable(z.int()),
      callsPerHour: z.nullable(z.int()),
      callsPerDay: z.nullable(z.int()),
    }),
  ),
  /** How my voicemail is set up, and the messages that I have. Their sound is downloaded from the history. */
  voicemail: z.strictObject({
    ...voicemailSettingsSchema.shape,
    ...voicemailsResponseSchema.shape,
  }),
  /** My calls, newest first, as my history shows them. The last field, since there may be very many. */
  calls: z.array(z.strictObject(callRecordSchema.shape)),
});
/** All that is stored of a person. */
export type AccountExport = z.infer<typeof accountExportSchema>;
