import "server-only";
// By its own path: the package's entry loads the REST client, which costs 170 ms and 65 MB.
import AccessToken from "twilio/lib/jwt/AccessToken.js";
import type { TokenResponse } from "@/lib/contracts";
import { env } from "@/lib/env";
import type { Identity } from "../identity";
import { hit } from "../limits";

/** Short, so that a leaked token is soon useless. The phone fetches the next one in time. */
const ttlSeconds = 600;

/**
 * An access token for that person's phone. It lets them call through our TwiML application and be rung, and nothing
 * else. Throws `rate_limited`.
 */
export async function createVoiceToken(person: Identity): Promise<TokenResponse> {
  await hit({ name: "token", hits: 30, seconds: 60 }, person.id);
  const { TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_TWIML_APP_SID } = env();
  const { TWILIO_REGION: region, TWILIO_EDGE: edge } = env();
  // Read before the token is made, so that the stated expiry is never after the real one.
  const issuedAt = Math.floor(Date.now() / 1000);
  const token = new AccessToken(TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, {
    identity: person.id,
    ttl: ttlSeconds,
    // Written into the token's header as `twr`. Without it Twilio looks for the API key in the US.
    ...(region ? { region } : {}),
  });
  token.addGrant(
    new AccessToken.VoiceGrant({ outgoingApplicationSid: TWILIO_TWIML_APP_SID, incomingAllow: true }),
  );
  return {
    token: token.toJwt(),
    identity: person.id,
    expiresAt: new Date((issuedAt + ttlSeconds) * 1000).toISOString(),
    ...signaling(),
    ...(edge ? { edge } : {}),
  };
}

/** The gateway's URL, in local mode only. Its presence makes the browser use the local gateway. */
function signaling(): { signaling?: string } {
  const { mode, VOICE_GATEWAY_URL } = env();
  return mode === "local" && VOICE_GATEWAY_URL ? { signaling: VOICE_GATEWAY_URL } : {};
}
