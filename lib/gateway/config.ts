import { readFileSync } from "node:fs";
import { z } from "zod";
import type { AccountConfig } from "./account/account";
import { findSynthesiser } from "./audio/synthesiser";
import type { MediaPlan } from "./call/exchange";
import type { FrontConfig } from "./http/front";
import { type NetworkPlan, parseNetworkPlan } from "./network/conditions";

const text = z.string().min(1);
const httpUrl = z.url({ protocol: /^https?$/ });

const environment = z
  .object({
    TWILIO_ACCOUNT_SID: text,
    TWILIO_AUTH_TOKEN: text,
    TWILIO_API_KEY: text,
    TWILIO_API_SECRET: text,
    TWILIO_TWIML_APP_SID: text,
    VOICE_URL: httpUrl,
    VOICE_STATUS_URL: httpUrl.optional(),
    VOICE_GATEWAY_PORT: z.coerce.number().int().min(0).max(65535).default(3001),
    VOICE_GATEWAY_HOST: z.preprocess(
      (host) => (host === "localhost" ? "127.0.0.1" : host),
      z.ipv4().default("127.0.0.1"),
    ),
    VOICE_GATEWAY_ORIGINS: text.optional(),
    VOICE_GATEWAY_TLS_CERT: text.optional(),
    VOICE_GATEWAY_TLS_KEY: text.optional(),
    VOICE_GATEWAY_NETWORK: text.optional(),
    VOICE_GATEWAY_MEDIA: z.enum(["auto", "ended"]).default("auto"),
    VOICE_GATEWAY_CONTROL: text.optional(),
    VOICE_GATEWAY_DATA: text.optional(),
    VOICE_GATEWAY_MEDIA_AUTH: z.enum(["on", "off"]).default("off"),
    VERCEL: z.never({ error: "is set: the local voice gateway refuses to run there" }).optional(),
  })
  .refine((env) => !env.VOICE_GATEWAY_TLS_CERT === !env.VOICE_GATEWAY_TLS_KEY, {
    path: ["VOICE_GATEWAY_TLS_KEY"],
    error: "VOICE_GATEWAY_TLS_CERT and VOICE_GATEWAY_TLS_KEY go together",
  });

/** The settings of all parts of the gateway. */
export interface GatewayConfig extends AccountConfig, FrontConfig {
  network: NetworkPlan;
  mediaPlan: MediaPlan;
  /** The program that speaks `<Say>`; undefined: none was found, so that a hum stands for the words. */
  synthesiser: string | undefined;
  /** Bearer secret of the control API, which exists only with it. */
  controlSecret: string | undefined;
  /** Where recordings are kept. Undefined: in a temporary folder, which goes with the gateway. */
  recordingsFolder: string | undefined;
  /** Whether the sound of recordings is for those with credentials only. */
  protectsMedia: boolean;
}

/**
 * Reads the gateway's settings from an environment. An empty string counts as unset.
 *
 * @throws Error whose message names each variable that is missing or malformed
 */
export function readConfig(env: Record<string, string | undefined>): GatewayConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The voice gateway cannot start:\n${problems.join("\n")}`);
  }
  const e = parsed.data;
  return {
    accountSid: e.TWILIO_ACCOUNT_SID,
    authToken: e.TWILIO_AUTH_TOKEN,
    apiKey: e.TWILIO_API_KEY,
    apiSecret: e.TWILIO_API_SECRET,
    applicationSid: e.TWILIO_TWIML_APP_SID,
    voiceUrl: e.VOICE_URL,
    statusUrl: e.VOICE_STATUS_URL,
    port: e.VOICE_GATEWAY_PORT,
    host: e.VOICE_GATEWAY_HOST,
    origins: e.VOICE_GATEWAY_ORIGINS
      ? readOrigins(e.VOICE_GATEWAY_ORIGINS)
      : new Set([new URL(e.VOICE_URL).origin]),
    tls: readTls(e.VOICE_GATEWAY_TLS_CERT, e.VOICE_GATEWAY_TLS_KEY),
    network: named("VOICE_GATEWAY_NETWORK", () => parseNetworkPlan(e.VOICE_GATEWAY_NETWORK ?? "")),
    synthesiser: findSynthesiser(env.PATH ?? ""),
    mediaPlan: e.VOICE_GATEWAY_MEDIA,
    controlSecret: e.VOICE_GATEWAY_CONTROL,
    recordingsFolder: e.VOICE_GATEWAY_DATA,
    protectsMedia: e.VOICE_GATEWAY_MEDIA_AUTH === "on",
  };
}

/** Origins as browsers write them: without path or final slash, in lower case. */
function readOrigins(list: string): Set<string> {
  return named("VOICE_GATEWAY_ORIGINS", () => {
    const origins = list.split(",").map((entry) => {
      const text = entry.trim();
      if (text === "*") return text;
      if (!httpUrl.safeParse(text).success) throw new Error(`"${text}" is not like http://localhost:3000`);
      return new URL(text).origin;
    });
    return new Set(origins);
  });
}

function readTls(certPath: string | undefined, keyPath: string | undefined): GatewayConfig["tls"] {
  if (!certPath || !keyPath) return undefined;
  return {
    cert: named("VOICE_GATEWAY_TLS_CERT", () => readFileSync(certPath, "utf8")),
    key: named("VOICE_GATEWAY_TLS_KEY", () => readFileSync(keyPath, "utf8")),
  };
}

/** What `read` returns. What it throws becomes an error that names the variable. */
function named<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The voice gateway cannot start:\n  ${variable}: ${why}`, { cause });
  }
}
