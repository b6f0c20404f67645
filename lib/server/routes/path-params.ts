import "server-only";
import * as z from "zod/mini";
import { deviceIdSchema, passkeyIdSchema, readUsername, usernameSchema } from "@/lib/contracts";
import { AppError } from "@/lib/errors";

/** A call's ref in a path. Throws `not_found` for text that cannot be a ref. */
export function parseRef(text: string): string {
  return orNotFound(z.uuid(), text);
}

/** The id of a message, a greeting or a guest link in a path. Throws `not_found` for text that cannot be one. */
export function parseId(text: string): string {
  return orNotFound(z.uuid(), text);
}

/** The username that a path means, as people type it (`@Alice`). Throws `not_found` for text that cannot be a username. */
export function parseUsername(text: string): string {
  return orNotFound(usernameSchema, readUsername(text));
}

/** The id of a signed-in device in a path. Throws `not_found` for text that cannot be one. */
export function parseDeviceId(text: string): string {
  return orNotFound(deviceIdSchema, text);
}

/** The id of a device that is rung while the app is closed, in a path. Throws `not_found` for text that cannot be one. */
export function parsePushId(text: string): string {
  return orNotFound(z.uuid(), text);
}

/** The id of a passkey in a path. Throws `not_found` for text that cannot be one. */
export function parsePasskeyId(text: string): string {
  return orNotFound(passkeyIdSchema, text);
}

function orNotFound(schema: z.ZodMiniType<string>, text: string): string {
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw new AppError("not_found");
  return parsed.data;
}
