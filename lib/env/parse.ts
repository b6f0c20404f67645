import { apiOrigin, defaultSite, openidOf, previewOrigins, vapidOf, voiceLocation } from "./derived";
import { EnvError } from "./error";
import { loopbackAliases } from "./loopback";
import { explain, wrongTogether, wrongValues } from "./problems";
import { settingsSchema } from "./settings";

/** The whole configuration of the app, checked. Secrets in it stay on the server. */
export type Env = ReturnType<typeof parseEnv>;

/**
 * Reads the configuration from a record of strings.
 *
 * An empty string counts as unset. Throws {@link EnvError} naming each missing or malformed field.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = settingsSchema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => explain(issue, given));
  wrong.push(...wrongTogether(given), ...(parsed.success ? wrongValues(parsed.data) : []));
  if (!parsed.success || wrong.length > 0) {
    throw new EnvError(wrong);
  }
  const values = parsed.data;
  const app = values.APP_URL ?? defaultSite(values);
  const appUrl = app.origin;
  return {
    ...values,
    /** `local`: calls go through our own gateway; `twilio`: through Twilio. */
    mode: values.VOICE_GATEWAY_URL ? ("local" as const) : ("twilio" as const),
    TWILIO_API_URL: values.TWILIO_API_URL ?? apiOrigin(values),
    /** The app's own origin, as browsers write it. */
    APP_URL: appUrl,
    /** The spellings of APP_URL that the voice network may have been told, and so may sign. */
    signedUrls: app.spellings,
    NEXTAUTH_URL: values.NEXTAUTH_URL?.origin,
    /** The OpenID provider to sign in with, if there is one. */
    openid: openidOf(values),
    /** Null: this installation cannot push. */
    vapid: vapidOf(values, appUrl),
    ...voiceLocation(values),
    /** The origins of our own pages. They are configured, since anybody can send any Host header. */
    origins: new Set([
      appUrl,
      ...(values.NEXTAUTH_URL ? [values.NEXTAUTH_URL.origin] : []),
      ...(values.VOICE_GATEWAY_URL ? loopbackAliases(appUrl) : []),
      ...previewOrigins(values),
    ]),
  };
}
