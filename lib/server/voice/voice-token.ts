import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import type { TokenResponse } from "@/lib/contracts";
import { database, sessions } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { countHit, type Limit, refuseHit } from "../limits";
import { signVoiceToken, type TokenSubject } from "./sign-voice-token";
import { voiceIdentity } from "./voice-identity";

/** Short, so that a leaked token is soon useless. The phone fetches the next one in time. */
const longestSeconds = 600;

const tokenLimit: Limit = { name: "token", hits: 30, seconds: 60 };

/**
 * An access token for the phone of that device. It lets the person call through our TwiML application and be rung on
 * this device, and nothing else. It never outlives the session. Throws `rate_limited`, or `unauthenticated` if the
 * session has ended meanwhile.
 */
export async function createVoiceToken(session: Session): Promise<TokenResponse> {
  const seconds = Math.min(longestSeconds, await countToken(session));
  if (seconds < 1) throw new AppError("unauthenticated");
  const identity = voiceIdentity(session.person.id, session.voiceId);
  return tokenFor({ identity, seconds, canBeRung: true });
}

/** The answer with a new token for `subject`, and how its phone reaches the voice network. */
export function tokenFor(subject: TokenSubject): TokenResponse {
  const configuration = env();
  // Read before the token is made, so that the stated expiry is never after the real one.
  const issuedAt = Math.floor(Date.now() / 1000);
  return {
    token: signVoiceToken(configuration, subject),
    identity: subject.identity,
    expiresAt: new Date((issuedAt + subject.seconds) * 1000).toISOString(),
    ...signaling(),
    ...(configuration.TWILIO_EDGE ? { edge: configuration.TWILIO_EDGE } : {}),
  };
}

/**
 * Counts one token of the session's person, and returns how long the session lasts, in whole seconds; 0 if it has ended.
 * Throws `rate_limited`.
 */
async function countToken({ id, person }: Session): Promise<number> {
  const db = await database();
  const counted = db.$with("counted").as(countHit(db, tokenLimit, person.id));
  const [row] = await db
    .with(counted)
    .select({
      seconds: sql`floor(extract(epoch from ${sessions.expiresAt} - now()))`.mapWith(Number),
      isCounted: sql<boolean>`exists (select 1 from ${counted})`,
    })
    .from(sessions)
    .where(and(eq(sessions.id, id), gt(sessions.expiresAt, sql`now()`)));
  if (row && !row.isCounted) throw await refuseHit(tokenLimit, person.id);
  return row?.seconds ?? 0;
}

/** The gateway's URL, in local mode only. Its presence makes the browser use the local gateway. */
function signaling(): { signaling?: string } {
  const { mode, VOICE_GATEWAY_URL } = env();
  return mode === "local" && VOICE_GATEWAY_URL ? { signaling: VOICE_GATEWAY_URL } : {};
}
