import * as z from "zod/mini";

/** The id of a signed-in device in the list of devices. It is no secret: it signs nobody in. */
export const deviceIdSchema = z.string().check(z.regex(/^[A-Za-z0-9]{16,64}$/));

/** A device on which I am signed in. */
const signedInDeviceSchema = z.object({
  id: deviceIdSchema,
  /** What the device called itself when it signed in, such as "Firefox on Linux"; null if that is not known. */
  device: z.nullable(z.string()),
  /** The device that asks. */
  current: z.boolean(),
  /** When it signed in. */
  createdAt: z.iso.datetime(),
  /** When it was last used, give or take ten minutes. */
  lastUsedAt: z.iso.datetime(),
});
/** A device on which I am signed in. */
export type SignedInDevice = z.infer<typeof signedInDeviceSchema>;

/**
 * GET /api/sessions. DELETE /api/sessions/{id} ends one: 204, or 404 for an id that is none of mine. DELETE
 * /api/sessions ends all of them.
 */
export const sessionsResponseSchema = z.object({ sessions: z.array(signedInDeviceSchema) });
