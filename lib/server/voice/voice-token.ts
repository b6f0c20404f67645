import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
// By its own path: the package's entry loads the REST client, which costs 170 ms and 65 MB.
import AccessToken from "twilio/lib/jwt/AccessToken.js";
import type { TokenResponse } from "@/lib/contracts";
import { database, sessions } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { hit } from "../limits";
import { voiceIdentity } from "./voice-identity";

/** Short, so that a leaked token is soon useless. The phone fetches the next one in time. */
const longestSeconds = 600;

/**
 * An access token for the phone of that device. It lets the person call through our TwiML application and be rung on
 * this device, and nothing else. It never outlives the session. Throws `rate_limited`, or `unauthenticated` if the
 * session has ended meanwhile.
 */
export async function createVoiceToken(session: Session): Promise<TokenResponse> {
  await hit({ name: "token", hits: 30, seconds: 60 }, session.person.id);
  const { TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_TWIML_APP_SID } = env();
  const { TWILIO_REGION: region, TWILIO_EDGE: edge } = env();
  const ttl = Math.min(longestSeconds, await secondsLeft(session));
  // The library takes 0 for its default of an hour.
  if (ttl < 1) throw new AppError("unauthenticated");
  const identity = voiceIdentity(session.person.id, session.voiceId);
  // Read before the token is made, so that the stated expiry is never after the real one.
  const issuedAt = Math.floor(Date.now() / 1000);
  const token = new AccessToken(TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, {
    identity,
    ttl,
    // Written into the token's header as `twr`. Without it Twilio looks for the API key in the US.
    ...(region ? { region } : {}),
  });
  token.addGrant(
    new AccessToken.VoiceGrant({ outgoingApplicationSid: TWILIO_TWIML_APP_SID, incomingAllow: true }),
  );
  return {
    token: token.toJwt(),
    identity,
    expiresAt: new Date((issuedAt + ttl) * 1000).toISOString(),
    ...signaling(),
    ...(edge ? { edge } : {}),
  };
}

/** How long the session lasts, in whole seconds; 0 if it has ended. */
async function secondsLeft({ id }: Session): Promise<number> {
  const db = await database();
  const [row] = await db
    .select({ seconds: sql`floor(extract(epoch from ${sessions.expiresAt} - now()))`.mapWith(Number) })
    .from(sessions)
    .where(and(eq(sessions.id, id), gt(sessions.expiresAt, sql`now()`)));
  return row?.seconds ?? 0;
}

/** The gateway's URL, in local mode only. Its presence makes the browser use the local gateway. */
function signaling(): { signaling?: string } {
  const { mode, VOICE_GATEWAY_URL } = env();
  return mode === "local" && VOICE_GATEWAY_URL ? { signaling: VOICE_GATEWAY_URL } : {};
}
