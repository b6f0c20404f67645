import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { SignalError } from "./protocol";

/** The account whose tokens are accepted. */
export interface TokenIssuer {
  accountSid: string;
  apiKey: string;
  apiSecret: string;
}

/** What a valid token lets its bearer do. */
export interface VoiceGrant {
  identity: string;
  /** Seconds since the epoch. */
  expiresAt: number;
  /** The TwiML application the bearer may call through, if any. */
  outgoingApplicationSid: string | undefined;
  mayReceive: boolean;
}

export type TokenVerdict = { ok: true; grant: VoiceGrant } | { ok: false; code: TokenErrorCode; why: string };

/** The SDK's own codes: 31201 not authorised, 31204 invalid, 31205 expired (its `errors/generated.ts`). */
export type TokenErrorCode = 31201 | 31204 | 31205;

/** Twilio refuses a token that is to live longer, and so do we; a minute is left for clocks that differ. */
const LONGEST_LIFE_MS = 24 * 60 * 60 * 1000 + 60_000;

// The algorithm is pinned: a token says how it was signed, and must not choose how it is checked.
const header = z.object({ alg: z.literal("HS256"), typ: z.literal("JWT") });

const claims = z.object({
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  grants: z.object({
    // The characters Twilio allows in the identity of a JavaScript client.
    identity: z.string().regex(/^[A-Za-z0-9_]{1,121}$/),
    voice: z
      .object({
        incoming: z.object({ allow: z.boolean() }).optional(),
        outgoing: z.object({ application_sid: z.string() }).optional(),
      })
      .optional(),
  }),
});

/**
 * Checks a Twilio access token: HS256 by the API secret, issued by the API key for the account, not
 * expired, with a voice grant. Never throws.
 *
 * @param token the compact JWT of the SDK's `listen`
 * @param nowMs milliseconds since the epoch
 */
export function verifyToken(token: string, issuer: TokenIssuer, nowMs: number): TokenVerdict {
  const [head, body, signature, ...rest] = token.split(".");
  if (!head || !body || !signature || rest.length > 0) return refused(31204, "not a JWT");
  const expected = createHmac("sha256", issuer.apiSecret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return refused(31204, "signature does not match TWILIO_API_SECRET");
  }
  if (!header.safeParse(decode(head)).success) return refused(31204, "not a JWT signed with HS256");
  const parsed = claims.safeParse(decode(body));
  if (!parsed.success) return refused(31204, `claims: ${z.prettifyError(parsed.error)}`);
  const { iss, sub, exp, nbf = 0, grants } = parsed.data;
  if (iss !== issuer.apiKey) return refused(31204, "iss is not TWILIO_API_KEY");
  if (sub !== issuer.accountSid) return refused(31201, "sub is not TWILIO_ACCOUNT_SID");
  if (exp * 1000 <= nowMs) return refused(31205, "expired");
  if (exp * 1000 > nowMs + LONGEST_LIFE_MS) return refused(31204, "exp is more than 24 h away");
  if (nbf * 1000 > nowMs) return refused(31204, "not valid yet");
  if (!grants.voice) return refused(31201, "no voice grant");
  return {
    ok: true,
    grant: {
      identity: grants.identity,
      expiresAt: exp,
      outgoingApplicationSid: grants.voice.outgoing?.application_sid,
      mayReceive: grants.voice.incoming?.allow ?? false,
    },
  };
}

/** A refusal as the SDK is told it, in the words of its `errors/generated.ts`. */
export function tokenError(code: TokenErrorCode): SignalError {
  return { code, message: TOKEN_ERRORS[code] };
}

const TOKEN_ERRORS: Record<TokenErrorCode, string> = {
  31201: "Authentication failed",
  31204: "Access token is invalid",
  31205: "Access token has expired",
};

function refused(code: TokenErrorCode, why: string): TokenVerdict {
  return { ok: false, code, why };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
