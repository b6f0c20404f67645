import { z } from "zod";

const voiceNames = [
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_KEY",
  "TWILIO_API_SECRET",
  "TWILIO_TWIML_APP_SID",
] as const;

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `must be ${prefix} and 32 hexadecimal digits`);

const port = z.coerce.number().int().min(1).max(65535);
const postgres = z.url({ protocol: /^postgres(ql)?$/ });
const origin = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);
/** A host name, as Vercel states it: without a scheme. */
const host = z.string().refine((value) => URL.canParse(`https://${value}`), "must be a host name");

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  TWILIO_ACCOUNT_SID: sid("AC"),
  // With an empty auth token Twilio's validator accepts forgeries, so the length is checked at the start.
  TWILIO_AUTH_TOKEN: z.string().min(32, "must be at least 32 characters"),
  TWILIO_API_KEY: sid("SK"),
  TWILIO_API_SECRET: z.string().min(32, "must be at least 32 characters"),
  TWILIO_TWIML_APP_SID: sid("AP"),
  /** Where the browser finds the local gateway. Its presence makes the mode `local`. */
  VOICE_GATEWAY_URL: z.url({ protocol: /^wss?$/ }).optional(),
  APP_URL: origin.optional(),
  DATABASE_URL: postgres.optional(),
  /** The same database past its connection pooler. Neon's integration with Vercel sets it. */
  DATABASE_URL_UNPOOLED: postgres.optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must be at least 32 characters"),
  NEXTAUTH_URL: origin.optional(),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  GOOGLE_ID: z.string().optional(),
  GOOGLE_SECRET: z.string().optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(1),
  SIGN_UPS_PER_HOUR: z.coerce.number().int().min(1).default(20),
  PORT: port.default(3000),
  DATA_DIR: z.string().default(".data"),
  VERCEL: z.string().optional(),
  VERCEL_ENV: z.string().optional(),
  VERCEL_URL: host.optional(),
  VERCEL_BRANCH_URL: host.optional(),
  VERCEL_PROJECT_PRODUCTION_URL: host.optional(),
});

/** The whole configuration of the app, checked. Secrets in it stay on the server. */
export type Env = ReturnType<typeof parseEnv>;

/** The configuration is wrong. The message names every field to correct, and shows no value. */
export class EnvError extends Error {
  override name = "EnvError";
}

/**
 * Reads the configuration from a record of strings.
 *
 * An empty string counts as unset. Throws {@link EnvError} naming each missing or malformed field.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => explain(issue, given));
  wrong.push(...halfSetPairs(given));
  if (given.VERCEL && given.VOICE_GATEWAY_URL) {
    wrong.push("VOICE_GATEWAY_URL: the local voice gateway is refused on Vercel");
  }
  if (given.VERCEL && !given.DATABASE_URL) {
    wrong.push("DATABASE_URL: missing (on Vercel the embedded database would be lost with each instance)");
  }
  if (!parsed.success || wrong.length > 0) {
    throw new EnvError(`The configuration is not complete:\n  ${wrong.join("\n  ")}`);
  }
  const values = parsed.data;
  const vercelUrl = values.VERCEL_PROJECT_PRODUCTION_URL && `https://${values.VERCEL_PROJECT_PRODUCTION_URL}`;
  const appUrl =
    values.APP_URL ?? (vercelUrl ? new URL(vercelUrl).origin : `http://localhost:${values.PORT}`);
  return {
    ...values,
    /** `local`: calls go through our own gateway; `twilio`: through Twilio. */
    mode: values.VOICE_GATEWAY_URL ? ("local" as const) : ("twilio" as const),
    APP_URL: appUrl,
    /** The origins of our own pages. They are configured, since anybody can send any Host header. */
    origins: new Set([
      appUrl,
      ...(values.NEXTAUTH_URL ? [values.NEXTAUTH_URL] : []),
      ...previewOrigins(values),
    ]),
  };
}

/** A preview on Vercel has the addresses of its deployment and of its branch, which are not APP_URL. */
function previewOrigins({ VERCEL, VERCEL_ENV, VERCEL_URL, VERCEL_BRANCH_URL }: z.infer<typeof schema>) {
  if (!VERCEL || VERCEL_ENV !== "preview") return [];
  const hosts = [VERCEL_URL, VERCEL_BRANCH_URL].filter((host) => host !== undefined);
  return hosts.map((host) => new URL(`https://${host}`).origin);
}

function explain(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  if (given[name] !== undefined) return `${name}: ${issue.message}`;
  const isVoice = (voiceNames as readonly string[]).includes(name);
  return `${name}: missing${isVoice ? " (set all five TWILIO_* values, or run `npm start` with none of them)" : ""}`;
}

function halfSetPairs(given: Record<string, unknown>): string[] {
  return ["GITHUB", "GOOGLE"].flatMap((provider) => {
    const [id, secret] = [`${provider}_ID`, `${provider}_SECRET`];
    if (Boolean(given[id]) === Boolean(given[secret])) return [];
    return [`${given[id] ? secret : id}: missing (${provider} sign-in needs both)`];
  });
}

let cached: Env | undefined;

/** The configuration of this process, parsed once. Throws {@link EnvError} on first use if it is wrong. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/**
 * Sets NEXTAUTH_URL to the app's own address if it is not set. next-auth reads it from the environment only; without
 * it, it trusts the Host header (on Vercel) or assumes localhost.
 */
export function setNextAuthUrl(): void {
  const { NEXTAUTH_URL, APP_URL } = env();
  process.env.NEXTAUTH_URL = NEXTAUTH_URL ?? APP_URL;
}
