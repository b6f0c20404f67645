import type { ApiKey } from "../account/api-keys";
import { twilioTime } from "../base/twilio-time";

/** An API key as Twilio's REST interface shows it: without its secret. */
export function keyResource(key: ApiKey): Record<string, unknown> {
  return {
    sid: key.sid,
    friendly_name: key.friendlyName,
    date_created: twilioTime(key.createdAt),
    date_updated: twilioTime(key.updatedAt),
  };
}

/** A key as it is shown once, to whoever has just created it. */
export function newKeyResource(key: ApiKey): Record<string, unknown> {
  return { ...keyResource(key), secret: key.secret };
}
