import "server-only";
// By its own path: the package's entry loads the REST client, which costs 170 ms and 65 MB.
import AccessToken from "twilio/lib/jwt/AccessToken.js";
import type { Env } from "@/lib/env";

/** For whom an access token is. */
export interface TokenSubject {
  /** The Twilio identity. */
  readonly identity: string;
  /** How long it is valid: a whole number from 1 on, since the library takes 0 for its default of an hour. */
  readonly seconds: number;
  /** Calls may ring it. */
  readonly canBeRung: boolean;
}

/** An access token that lets an identity call through our TwiML application and, if it may, be rung, and nothing else. */
export function signVoiceToken(env: Env, { identity, seconds, canBeRung }: TokenSubject): string {
  const { TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_TWIML_APP_SID } = env;
  const { TWILIO_REGION: region } = env;
  const token = new AccessToken(TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, {
    identity,
    ttl: seconds,
    // Written into the token's header as `twr`. Without it Twilio looks for the API key in the US.
    ...(region ? { region } : {}),
  });
  token.addGrant(
    new AccessToken.VoiceGrant({ outgoingApplicationSid: TWILIO_TWIML_APP_SID, incomingAllow: canBeRung }),
  );
  return token.toJwt();
}
