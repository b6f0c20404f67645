import { randomBytes } from "node:crypto";
import { HEADER, signToken } from "../../../lib/gateway/testing/account";

/** A made-up Twilio account, as both the gateway and the application under test know it. */
export const account = {
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000001",
  TWILIO_AUTH_TOKEN: randomBytes(16).toString("hex"),
  TWILIO_API_KEY: "SK00000000000000000000000000000001",
  TWILIO_API_SECRET: randomBytes(16).toString("hex"),
  TWILIO_TWIML_APP_SID: "AP00000000000000000000000000000001",
};

export interface TokenChanges {
  ttlSeconds?: number;
  secret?: string;
  incoming?: boolean;
  outgoing?: boolean;
}

/** An access token that the tests sign themselves, so that the gateway's check of it is not its own code. */
export function mintToken(identity: string, changes: TokenChanges = {}): string {
  const { ttlSeconds = 600, secret = account.TWILIO_API_SECRET, incoming = true, outgoing = true } = changes;
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    jti: `${account.TWILIO_API_KEY}-${now}`,
    iss: account.TWILIO_API_KEY,
    sub: account.TWILIO_ACCOUNT_SID,
    iat: now,
    exp: now + ttlSeconds,
    grants: {
      identity,
      voice: {
        ...(incoming ? { incoming: { allow: true } } : {}),
        ...(outgoing ? { outgoing: { application_sid: account.TWILIO_TWIML_APP_SID } } : {}),
      },
    },
  };
  return signToken(HEADER, claims, secret);
}
