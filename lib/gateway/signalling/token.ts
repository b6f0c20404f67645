import type { JWTVerifyResult } from "jose";
// By parts: the whole of jose takes several MiB more.
import * as errors from "jose/errors";
import { jwtVerify } from "jose/jwt/verify";
import { z } from "zod";
import type { Account } from "../account/account";
import type { ApiKey } from "../account/api-keys";
import { reason } from "../base/log";
import { isIdentity } from "./identity";
import type { SignalErrorCode } from "./signal-error";

/** What a valid token lets its bearer do. */
export interface VoiceGrant {
  /** Undefined: the token names none. Its bearer may call, and cannot be called. */
  identity: string | undefined;
  /** Seconds since the epoch. */
  expiresAt: number;
  /** The TwiML application the bearer may call through, if any. */
  outgoingApplicationSid: string | undefined;
  /** Parameters for the Voice URL of that application, in every call of the bearer. */
  outgoingParams: ReadonlyMap<string, string>;
  mayReceive: boolean;
}

/** The result of a check. `why` is for the log; the device gets the code only. */
export type TokenVerdict = { ok: true; grant: VoiceGrant } | { ok: false; code: TokenErrorCode; why: string };

/** Why a token is refused: 31105 identity, 31201 not authorised, 31204 invalid, 31205 expired, 31207 valid for too long. */
export type TokenErrorCode = Extract<SignalErrorCode, 31105 | 31201 | 31204 | 31205 | 31207>;

/** Twilio refuses a token that is valid for more than 24 h. The extra minute allows for clocks that differ. */
const LONGEST_LIFE_MS = 24 * 60 * 60 * 1000 + 60_000;

/** The `cty` that Twilio requires in the header (https://www.twilio.com/docs/api/errors/20102). */
const CONTENT_TYPE = "twilio-fpa;v=1";

const issuerClaim = z.object({ iss: z.string() });

const claims = z.object({
  exp: z.number(),
  grants: z.object({
    identity: z.string().optional(),
    voice: z
      .object({
        incoming: z.object({ allow: z.boolean() }).optional(),
        outgoing: z
          .object({ application_sid: z.string(), params: z.record(z.string(), z.unknown()).optional() })
          .optional(),
      })
      .optional(),
  }),
});

/** The token was issued by no live key of the account. */
class UnknownKey extends Error {
  override name = "UnknownKey";
}

/** Verifies the access tokens of one account. */
export class TokenVerifier {
  /** Imported once for each key, and not for every token. Those of deleted keys go with them. */
  readonly #imported = new WeakMap<ApiKey, Promise<CryptoKey>>();

  constructor(readonly account: Account) {}

  /**
   * Checks a Twilio access token: HS256 by the secret of the API key that issued it, which is a live one of the account,
   * not expired, with a voice grant. The account must be active. Never rejects.
   *
   * @param token the compact JWT of the SDK's `listen`
   * @param nowMs milliseconds since the epoch
   */
  async verify(token: string, nowMs: number): Promise<TokenVerdict> {
    try {
      const verified = await jwtVerify(token, (_header, { payload }) => this.#keyOf(payload), {
        // Pinned: a token must not choose how it is verified.
        algorithms: ["HS256"],
        typ: "JWT",
        subject: this.account.sid,
        requiredClaims: ["exp"],
        currentDate: new Date(nowMs),
      });
      if (!this.account.isActive) return refused(31201, `the account is ${this.account.standing.status}`);
      return readGrant(verified, nowMs);
    } catch (error) {
      return explain(error);
    }
  }

  /** The secret of the key that a token, not verified yet, says it is from. */
  #keyOf(payload: string | Uint8Array): Promise<CryptoKey> {
    const { iss } = issuerClaim.parse(JSON.parse(Buffer.from(String(payload), "base64url").toString()));
    const key = this.account.keys.get(iss);
    if (!key) throw new UnknownKey("iss is no live API key of the account");
    const imported = this.#imported.get(key) ?? importSecret(key.secret);
    this.#imported.set(key, imported);
    return imported;
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
  if (exp * 1000 > nowMs + LONGEST_LIFE_MS) return refused(31207, "exp is more than 24 h away");
  if (!grants.voice) return refused(31201, "no voice grant");
  const { identity } = grants;
  if (identity !== undefined && !isIdentity(identity))
    return refused(31105, "the identity is not one of Twilio's");
  return {
    ok: true,
    grant: {
      identity,
      expiresAt: exp,
      outgoingApplicationSid: grants.voice.outgoing?.application_sid,
      outgoingParams: readParams(grants.voice.outgoing?.params ?? {}),
      mayReceive: grants.voice.incoming?.allow ?? false,
    },
  };
}

/** A form carries text alone: any other value is written as JSON. */
function readParams(params: Record<string, unknown>): ReadonlyMap<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return new Map(Object.entries(params).map(([name, value]) => [name, text(value)]));
}

/** The verdict on a token that jose refused. */
function explain(error: unknown): TokenVerdict {
  if (error instanceof errors.JWTExpired) return refused(31205, "expired");
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused(31204, "the signature does not match the secret of the API key");
  }
  if (!(error instanceof errors.JWTClaimValidationFailed)) return refused(31204, reason(error));
  const { claim, payload } = error;
  // Without an account the token is malformed; for another account it is well-formed and not authorised here.
  if (claim === "sub" && typeof payload.sub === "string") {
    return refused(31201, "sub is not TWILIO_ACCOUNT_SID");
  }
  return refused(31204, reason(error));
}

function refused(code: TokenErrorCode, why: string): TokenVerdict {
  return { ok: false, code, why };
}
