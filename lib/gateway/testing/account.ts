import { createHmac } from "node:crypto";
import type { GatewayConfig } from "../config";

/** The required variables of a made-up account. */
export const ENVIRONMENT = {
  TWILIO_ACCOUNT_SID: `AC${"a1".repeat(16)}`,
  TWILIO_AUTH_TOKEN: "auth-token",
  TWILIO_API_KEY: `SK${"b2".repeat(16)}`,
  TWILIO_API_SECRET: "api-secret",
  TWILIO_TWIML_APP_SID: `AP${"c3".repeat(16)}`,
  VOICE_URL: "http://localhost:3000/voice",
} as const;

/** The settings of the same account, on a free port. */
export const CONFIG: GatewayConfig = {
  accountSid: ENVIRONMENT.TWILIO_ACCOUNT_SID,
  authToken: ENVIRONMENT.TWILIO_AUTH_TOKEN,
  apiKey: ENVIRONMENT.TWILIO_API_KEY,
  apiSecret: ENVIRONMENT.TWILIO_API_SECRET,
  applicationSid: ENVIRONMENT.TWILIO_TWIML_APP_SID,
  voiceUrl: ENVIRONMENT.VOICE_URL,
  statusUrl: "http://localhost:3000/status",
  port: 0,
  host: "127.0.0.1",
  origins: new Set(["http://localhost:3000"]),
  tls: undefined,
  network: new Map(),
  mediaPlan: "auto",
  synthesiser: undefined,
  controlSecret: undefined,
  recordingsFolder: undefined,
  protectsMedia: false,
};

/** Signs any header and claims with any secret, invalid ones included. */
export function signToken(header: object, claims: object, secret: string = CONFIG.apiSecret): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = `${part(header)}.${part(claims)}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

/** The header of a Twilio access token. */
export const HEADER = { cty: "twilio-fpa;v=1", typ: "JWT", alg: "HS256" };

/** The claims of a valid token for `identity` that expires `ttlSeconds` after `nowMs`. */
export function claimsFor(identity: string, nowMs: number, ttlSeconds = 600) {
  const iat = Math.floor(nowMs / 1000);
  return {
    jti: `${CONFIG.apiKey}-${iat}`,
    iss: CONFIG.apiKey,
    sub: CONFIG.accountSid,
    iat,
    exp: iat + ttlSeconds,
    grants: {
      identity,
      voice: { incoming: { allow: true }, outgoing: { application_sid: CONFIG.applicationSid } },
    },
  };
}

/** A valid token, as `claimsFor` describes it. */
export function tokenFor(identity: string, nowMs: number, ttlSeconds?: number): string {
  return signToken(HEADER, claimsFor(identity, nowMs, ttlSeconds));
}
