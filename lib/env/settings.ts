import { z } from "zod";
import { apiAddress, isPrivate, issuer, postgres, redis, site } from "./addresses";
import { host, port, sid, twilioLocation, whole, word } from "./kinds";
import { pushServices, vapidKey, vapidSubject } from "./push-kinds";

/** The variables, each by itself. What they mean together is in `problems.ts` and `derived.ts`. */
export const settingsSchema = z.object({
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

/** The variables, checked one by one. */
export type Settings = z.infer<typeof settingsSchema>;
