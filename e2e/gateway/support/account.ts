import { createHmac, randomBytes } from "node:crypto";

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

/** An access token that is made without a library, so that other code than the gateway's own checks how it reads one. */
export function mintToken(identity: string, changes: TokenChanges = {}): string {
  const { ttlSeconds = 600, secret = account.TWILIO_API_SECRET, incoming = true, outgoing = true } = changes;
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = part({ cty: "twilio-fpa;v=1", typ: "JWT", alg: "HS256" });
  const body = part({
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
  });
  const signature = createHmac("sha256", secret).update(`${head}.${body}`).digest("base64url");
  return `${head}.${body}.${signature}`;
}
