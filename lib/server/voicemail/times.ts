import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { greetingMaxSeconds } from "@/lib/contracts";
import type { voicemailRemovals, voicemails } from "@/lib/db";
import { env } from "@/lib/env";

/** How long (s) the standard texts take, with the tone and the voice network's own work. */
const spokenSeconds = 60;

/** After how long (s) the recording of a call must have been reported: the greeting, the message, and a minute. */
export function overdueSeconds(): number {
  return greetingMaxSeconds + spokenSeconds + env().VOICEMAIL_MAX_SECONDS + 60;
}

/** SQL: when to ask the voice network again after so many tries: after 1, 2, 4 min and so on, at most after 4 h. */
export function nextTry({ tries }: typeof voicemails | typeof voicemailRemovals): SQL {
  return sql`now() + make_interval(mins => power(2, least(${tries}, 8))::int)`;
}
