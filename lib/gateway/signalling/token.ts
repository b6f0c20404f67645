import type { JWTVerifyResult } from "jose";
// By parts: the whole of jose takes several MiB more.
import * as errors from "jose/errors";
import { jwtVerify } from "jose/jwt/verify";
import { z } from "zod";
import { reason } from "../base/log";
import type { SignalErrorCode } from "./signal-error";

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

/** The result of a check. `why` is for the log; the device gets the code only. */
export type TokenVerdict = { ok: true; grant: VoiceGrant } | { ok: false; code: TokenErrorCode; why: string };

/** Why a token is refused: 31201 not authorised, 31204 invalid, 31205 expired. */
export type TokenErrorCode = Extract<SignalErrorCode, 31201 | 31204 | 31205>;

/** Twilio refuses a token that is valid for more than 24 h. The extra minute allows for clocks that differ. */
const LONGEST_LIFE_MS = 24 * 60 * 60 * 1000 + 60_000;

/** The `cty` that Twilio requires in the header (https://www.twilio.com/docs/api/errors/20102). */
const CONTENT_TYPE = "twilio-fpa;v=1";

const claims = z.object({
  exp: z.number(),
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

/** Verifies the access tokens of one account. */
export class TokenVerifier {
  #key: Promise<CryptoKey> | undefined;

  constructor(readonly issuer: TokenIssuer) {}

  /**
   * Checks a Twilio access token: HS256 by the API secret, issued by the API key for the account, not
   * expired, with a voice grant. Never rejects.
   *
   * @param token the compact JWT of the SDK's `listen`
   * @param nowMs milliseconds since the epoch
   */
  async verify(token: string, nowMs: number): Promise<TokenVerdict> {
    try {
      // Imported once, and not for every token.
      this.#key ??= importSecret(this.issuer.apiSecret);
      const verified = await jwtVerify(token, await this.#key, {
        // Pinned: a token must not choose how it is verified.
        algorithms: ["HS256"],
        typ: "JWT",
        issuer: this.issuer.apiKey,
        subject: this.issuer.accountSid,
        requiredClaims: ["exp"],
        currentDate: new Date(nowMs),
      });
      return readGrant(verified, nowMs);
    } catch (error) {
      return explain(error);
    }
  }
}

function importSecret(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["verify"]);
}

/** Checks what Twilio requires beyond a valid JWT. */
function readGrant({ protectedHeader, payload }: JWTVerifyResult, nowMs: number): TokenVerdict {
  if (protectedHeader.cty !== CONTENT_TYPE) return refused(31204, `cty is not ${CONTENT_TYPE}`);
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return refused(31204, `claims: ${z.prettifyError(parsed.error)}`);
  const { exp, grants } = parsed.data;
  if (exp * 1000 > nowMs + LONGEST_LIFE_MS) return refused(31204, "exp is more than 24 h away");
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

/** The verdict on a token that jose refused. */
function explain(error: unknown): TokenVerdict {
  if (error instanceof errors.JWTExpired) return refused(31205, "expired");
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused(31204, "signature does not match TWILIO_API_SECRET");
  }
  if (!(error instanceof errors.JWTClaimValidationFailed)) return refused(31204, reason(error));
  const { claim, payload } = error;
  // Without an account the token is malformed; for another account it is well-formed and not authorised here.
  if (claim === "sub" && typeof payload.sub === "string") {
    return refused(31201, "sub is not TWILIO_ACCOUNT_SID");
  }
  return refused(31204, claim === "iss" ? "iss is not TWILIO_API_KEY" : reason(error));
}

function refused(code: TokenErrorCode, why: string): TokenVerdict {
  return { ok: false, code, why };
}
