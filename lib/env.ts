import { z } from "zod";
import { isPushHost } from "./settings/push-names";
import { readSiteUrl, type SiteUrl } from "./settings/site-url";
import { edgeOfRegion, twilioApiOrigin } from "./settings/twilio-location";
import { voiceNames } from "./settings/voice-names";

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `must be ${prefix} and 32 hexadecimal digits`);

const port = z.coerce.number().int().min(1).max(65535);
/** A whole number within limits. The message names them, and an answer such as `1e3` or `0x10` is not guessed at. */
const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};

/** One of a few words. */
const word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);

/** The address of a REST interface, without its path. */
const apiAddress = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);

/** What libpq, and so every tool of PostgreSQL, knows; and `no-verify`, which the driver for Node.js adds. */
const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

const postgres = z
  .string()
  .trim()
  .superRefine((value, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (!/^postgres(ql)?:\/\//.test(value)) return refuse("must begin with postgres:// or postgresql://");
    if (!URL.canParse(value) || /^[^?]*#|\/\/[^/?]*\/[^?]*@/.test(value)) {
      return refuse(
        "is not an address. Special characters in the user name or password must be percent-encoded: @ is %40, # is %23, / is %2F",
      );
    }
    const mode = new URL(value).searchParams.getAll("sslmode").at(-1);
    if (mode && !sslModes.includes(mode)) refuse(`its sslmode must be one of ${sslModes.join(", ")}`);
  });

/** The address of a Redis server, in the form of https://www.iana.org/assignments/uri-schemes/prov/redis */
const redis = z
  .string()
  .trim()
  .superRefine((value, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (!/^rediss?:\/\//.test(value)) return refuse("must begin with redis:// or rediss://");
    if (!URL.canParse(value) || !new URL(value).hostname || /#|\/\/[^/?]*\/[^?]*@/.test(value)) {
      return refuse(
        "is not an address. Special characters in the user name or password must be percent-encoded: @ is %40, # is %23, / is %2F",
      );
    }
    const { pathname } = new URL(value);
    if (!/^\/?\d{0,4}$/.test(pathname)) refuse("its path may only be the number of a database, such as /0");
  });

/** The address of a site. A path that `allowedPath` names is dropped, any other refused. */
const site = (allowedPath?: string) =>
  z.string().transform((value, context): SiteUrl => {
    const read = readSiteUrl(value, allowedPath);
    if (typeof read !== "string") return read;
    context.addIssue({ code: "custom", message: read });
    return z.NEVER;
  });

/** A part of the host names of Twilio, such as `ie1` or `dublin`. */
const twilioLocation = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be one of Twilio's short names, such as ie1 or dublin");

/** Whether what is sent there cannot be read on the way: it carries the API key's secret. */
function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/**
 * The issuer of an OpenID provider, as it calls itself (OpenID Connect Discovery 1.0, section 2): an address without query
 * and fragment.
 */
const issuer = z
  .string()
  .trim()
  .refine(
    (value) => /^https?:\/\/[^?#@]+$/.test(value) && URL.canParse(value),
    "must be an address that begins with https://, without user name, ? and #",
  );

/** A key of VAPID (RFC 8292) in base64url, as the package `web-push` writes it. */
const vapidKey = (form: RegExp) =>
  z.string().trim().regex(form, "is not such a key in base64url (`npm run twilio:provision` makes the pair)");

/** Whom a push service may ask about our messages (RFC 8292, 2.1). */
const vapidSubject = z
  .string()
  .trim()
  .regex(
    /^(mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s/]+.*)$/,
    "must be an address such as mailto:you@example.org or https://example.org",
  );

/** Host names of push services, and origins of those of this machine, separated by commas. */
const pushServices = z.string().transform((value, context) => {
  const names = value
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== "");
  const wrong = names.find((one) => !isPushHost(one) && !isLoopbackOrigin(one));
  if (wrong === undefined) return names;
  context.addIssue({
    code: "custom",
    message: `must be host names such as push.example.org or *.push.example.org, separated by commas: no IP address, and no name of this machine or of its network`,
  });
  return z.NEVER;
});

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
  /** Where the account's API key was made: `us1` (also if unset), `ie1` or `au1`. */
  TWILIO_REGION: twilioLocation.optional(),
  /** Twilio's edge that browsers connect to. */
  TWILIO_EDGE: twilioLocation.optional(),
  /** Where the voice network's REST interface is. */
  TWILIO_API_URL: apiAddress.refine(isPrivate, "must be https, or on this machine").optional(),
  APP_URL: site().optional(),
  DATABASE_URL: postgres.optional(),
  /** The same database past its connection pooler. Neon's integration with Vercel sets it. */
  DATABASE_URL_UNPOOLED: postgres.optional(),
  /** Where the processes of the app tell each other of changes. Unset: in the database. */
  REDIS_URL: redis.optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must be at least 32 characters"),
  // next-auth allows the address of its routes, too.
  NEXTAUTH_URL: site("/api/auth").optional(),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  GOOGLE_ID: z.string().optional(),
  GOOGLE_SECRET: z.string().optional(),
  /** Any other provider that speaks OpenID Connect. */
  OPENID_ISSUER: issuer.optional(),
  OPENID_ID: z.string().optional(),
  OPENID_SECRET: z.string().optional(),
  /** What its button calls it. Unset: the issuer's host. */
  OPENID_NAME: z.string().trim().min(1).max(40, "must be at most 40 characters").optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Set by our own server process: X-Forwarded-For then holds the address of the connection if no proxy is trusted. */
  OWN_SERVER: z.literal("1").optional(),
  SIGN_UPS_PER_HOUR: z.coerce.number().int().min(1).default(20),
  /** The longest call (min). 240 is also Twilio's own limit for a call that names none. */
  CALL_MAX_MINUTES: whole(1, 240).default(240),
  CALLS_AT_ONCE_PER_PERSON: whole(1, 1_000_000).default(4),
  CALLS_PER_HOUR_PER_PERSON: whole(1, 1_000_000).default(300),
  CALLS_PER_DAY_PER_PERSON: whole(1, 1_000_000).default(1_500),
  /** The three for everybody together. */
  CALLS_AT_ONCE: whole(1, 1_000_000).default(200),
  CALLS_PER_HOUR: whole(1, 1_000_000).default(5_000),
  CALLS_PER_DAY: whole(1, 1_000_000).default(20_000),
  /** Where the sound of voicemail stays: in our database (and is deleted at the voice network), or at the network. */
  VOICEMAIL_STORAGE: word(["own", "twilio"]).default("own"),
  /** The longest message (s). What a function of Vercel may answer, 4.5 MB, has place for 4 min of sound. */
  VOICEMAIL_MAX_SECONDS: whole(5, 240).default(120),
  /** The most messages of one person. */
  VOICEMAIL_MAX_MESSAGES: whole(1, 1_000).default(50),
  /** After how many days a message is deleted. */
  VOICEMAIL_DAYS: whole(1, 3_650).default(30),
  /** Twilio writes messages down, for a fee. */
  VOICEMAIL_TRANSCRIBE: word(["off", "on"]).default("off"),
  /** The keys with which push services know us (VAPID). Without them nobody is rung whose app is closed. */
  VAPID_PUBLIC_KEY: vapidKey(/^B[A-Za-z0-9_-]{86}$/).optional(),
  VAPID_PRIVATE_KEY: vapidKey(/^[A-Za-z0-9_-]{43}$/).optional(),
  VAPID_SUBJECT: vapidSubject.optional(),
  /** Push services besides the known ones. */
  PUSH_SERVICES: pushServices.default([]),
  SIGN_UP: word(["open", "invitation", "closed"]).default("open"),
  CALLING: word(["on", "paused"]).default("on"),
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
  /** One for each field: its name, a colon, and what is wrong. The text begins with `missing` if it is not set. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n  ${problems.join("\n  ")}`);
    this.problems = problems;
  }
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
  wrong.push(...halfSetPairs(given), ...halfSetOpenid(given), ...halfSetVapid(given));
  if (given.VERCEL && given.VOICE_GATEWAY_URL) {
    wrong.push("VOICE_GATEWAY_URL: the local voice gateway is refused on Vercel");
  }
  if (given.VERCEL && !given.DATABASE_URL) {
    wrong.push("DATABASE_URL: missing (on Vercel the embedded database would be lost with each instance)");
  }
  if (parsed.success) {
    const { data } = parsed;
    wrong.push(...publicInLocalMode(data), ...openIssuer(data), ...insidePushServices(data));
  }
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

/** Local mode has people whose password everybody can read, so it serves the machine that it runs on, and no other. */
function publicInLocalMode(values: z.infer<typeof schema>): string[] {
  if (!values.VOICE_GATEWAY_URL) return [];
  const appUrl = (values.APP_URL ?? defaultSite(values)).origin;
  const nextAuthUrl = values.NEXTAUTH_URL?.origin;
  // `npm start` sets NEXTAUTH_URL to APP_URL: then one message is enough.
  const urls = { APP_URL: appUrl, NEXTAUTH_URL: nextAuthUrl === appUrl ? undefined : nextAuthUrl };
  return Object.entries(urls).flatMap(([name, url]) =>
    url === undefined || isLoopback(new URL(url).hostname)
      ? []
      : [
          `${name}: must be an address of this machine, such as http://localhost:${values.PORT}, while no TWILIO_* value is set: in local mode everybody knows the password of the demo people. Unset it, or set all five TWILIO_* values`,
        ],
  );
}

/** Whether a hostname, as `URL` writes it, is this machine's own and reached from no other. */
export function isLoopback(hostname: string): boolean {
  return /^(([^/]+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** The REST interface is Twilio's in the account's region, or in local mode the gateway's, on the port of its sockets. */
function apiOrigin(values: z.infer<typeof schema>): string {
  const { VOICE_GATEWAY_URL } = values;
  if (VOICE_GATEWAY_URL) {
    const url = new URL(VOICE_GATEWAY_URL);
    url.protocol = url.protocol === "wss:" ? "https:" : "http:";
    return url.origin;
  }
  return twilioApiOrigin(values.TWILIO_REGION, values.TWILIO_EDGE);
}

/** The app's address if nobody states it: the production domain on Vercel, else this machine. */
function defaultSite({ PORT, VERCEL_PROJECT_PRODUCTION_URL: domain }: z.infer<typeof schema>): SiteUrl {
  const read = readSiteUrl(domain ? `https://${domain}` : `http://localhost:${PORT}`);
  if (typeof read === "string") throw new EnvError([`VERCEL_PROJECT_PRODUCTION_URL: ${read}`]);
  return read;
}

/** Where the voice network is. Neither, unless the account is in a region of its own or an edge was chosen. */
function voiceLocation({
  TWILIO_REGION: region,
  TWILIO_EDGE: edge,
  VOICE_GATEWAY_URL,
}: z.infer<typeof schema>) {
  if (VOICE_GATEWAY_URL) return { TWILIO_REGION: undefined, TWILIO_EDGE: undefined };
  return { TWILIO_REGION: region, TWILIO_EDGE: edge ?? (region && edgeOfRegion[region]) };
}

/** The other names of this machine, if an origin is one of them. In local mode the app listens on loopback only. */
export function loopbackAliases(origin: string): string[] {
  const { protocol, hostname, port } = new URL(origin);
  const names = ["localhost", "127.0.0.1", "[::1]"];
  if (!names.includes(hostname)) return [];
  return names.map((name) => new URL(`${protocol}//${name}:${port}`).origin).filter((one) => one !== origin);
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
  return `${name}: missing${isVoice ? " (`npm run twilio:provision` sets all five TWILIO_* values; with none of them the app is in local mode)" : ""}`;
}

function halfSetPairs(given: Record<string, unknown>): string[] {
  return ["GITHUB", "GOOGLE"].flatMap((provider) => {
    const [id, secret] = [`${provider}_ID`, `${provider}_SECRET`];
    if (Boolean(given[id]) === Boolean(given[secret])) return [];
    return [`${given[id] ? secret : id}: missing (${provider} sign-in needs both)`];
  });
}

function halfSetOpenid(given: Record<string, unknown>): string[] {
  const names = ["OPENID_ISSUER", "OPENID_ID", "OPENID_SECRET"];
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === names.length) return [];
  return missing.map((name) => `${name}: missing (OpenID sign-in needs ${names.join(", ")})`);
}

/** Without TLS somebody on the way could sign in as anybody. On this machine there is no way between. */
function openIssuer({ OPENID_ISSUER, VOICE_GATEWAY_URL }: z.infer<typeof schema>): string[] {
  if (OPENID_ISSUER === undefined) return [];
  const { protocol, hostname } = new URL(OPENID_ISSUER);
  if (protocol === "https:" || (VOICE_GATEWAY_URL && isLoopback(hostname))) return [];
  return ["OPENID_ISSUER: must begin with https://"];
}

/** How people sign in with an OpenID provider. */
export interface OpenidProvider {
  /** As the provider calls itself. */
  readonly issuer: string;
  /** The id and the secret under which the provider knows this app. */
  readonly id: string;
  readonly secret: string;
  /** What the button calls it. */
  readonly name: string;
}

function openidOf(values: z.infer<typeof schema>): OpenidProvider | undefined {
  const { OPENID_ISSUER: issuer, OPENID_ID: id, OPENID_SECRET: secret, OPENID_NAME: name } = values;
  if (!issuer || !id || !secret) return undefined;
  return { issuer, id, secret, name: name ?? new URL(issuer).host };
}

/** The keys belong together: what one signs, the other one proves. */
function halfSetVapid(given: Record<string, unknown>): string[] {
  const [publicKey, privateKey] = ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY"];
  const missing = [publicKey, privateKey].filter((name) => given[name] === undefined);
  const isUsed = missing.length < 2 || given.VAPID_SUBJECT !== undefined;
  if (!isUsed) return [];
  return missing.map(
    (name) => `${name}: missing (push needs both keys; \`npm run twilio:provision\` makes them)`,
  );
}

/** A push service on this machine is for tests, where everything else is on this machine too. */
function insidePushServices({ PUSH_SERVICES, VOICE_GATEWAY_URL }: z.infer<typeof schema>): string[] {
  if (VOICE_GATEWAY_URL || PUSH_SERVICES.every(isPushHost)) return [];
  return ["PUSH_SERVICES: an address of this machine is allowed in local mode only"];
}

/** The keys of VAPID, and whom push services may ask: the site itself if nobody is named. */
function vapidOf(
  { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT }: z.infer<typeof schema>,
  appUrl: string,
) {
  if (!VAPID_PUBLIC_KEY || !VAPID_PRIVATE_KEY) return null;
  // Push services take no address that begins with http.
  const site = appUrl.startsWith("https:") ? appUrl : "mailto:operator@browser-phone.invalid";
  return { publicKey: VAPID_PUBLIC_KEY, privateKey: VAPID_PRIVATE_KEY, subject: VAPID_SUBJECT ?? site };
}

/** Whether this is the origin of a server of this machine, as `URL` writes it. */
function isLoopbackOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && /^https?:$/.test(protocol) && isLoopback(hostname);
}

let cached: Env | undefined;

/** The configuration of this process, parsed once. Throws {@link EnvError} on first use if it is wrong. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** What is wrong with the configuration of this process; undefined if nothing is. */
export function configurationError(): EnvError | undefined {
  try {
    env();
    return undefined;
  } catch (error) {
    if (error instanceof EnvError) return error;
    throw error;
  }
}

/** Sets NEXTAUTH_URL, which next-auth reads from the environment only; without it, it trusts the Host header. */
export function setNextAuthUrl(origin: string): void {
  process.env.NEXTAUTH_URL = origin;
}
