import "server-only";
import { and, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import { database } from "@/lib/db";
import { callLegs, calls } from "@/lib/db/schema";
import { ago } from "@/lib/db/time";
import type { LegToEnd } from "./legs-to-end";

/** The voice network ends every call after this time (4 h, in seconds), and reports come late. */
const longestCallSeconds = 5 * 60 * 60;

/**
 * The legs that sessions have in calls under way: of the caller in calls that they placed, of the callee in calls that
 * ring or that they answered. A leg on which no report has come yet is missing; `legsToEnd` finds it then.
 */
export async function legsOfSessions(
  ended: readonly { readonly id: string; readonly voiceId: string }[],
): Promise<LegToEnd[]> {
  if (ended.length === 0) return [];
  const db = await database();
  const isUnderWay = and(isNull(calls.releasedAt), gt(calls.startedAt, ago(longestCallSeconds)));
  const ids = ended.map(({ id }) => id);
  const voiceIds = ended.map(({ voiceId }) => voiceId);
  const [placed, received] = await Promise.all([
    db
      .select({ callSid: calls.callSid })
      .from(calls)
      .where(and(isUnderWay, inArray(calls.callerSessionId, ids))),
    db
      .select({ callSid: callLegs.callSid })
      .from(callLegs)
      .innerJoin(calls, eq(calls.id, callLegs.callId))
      .where(
        and(
          isUnderWay,
          inArray(callLegs.voiceId, voiceIds),
          isNull(callLegs.finalStatus),
          isNotNull(callLegs.callSid),
        ),
      ),
  ]);
  return [...placed, ...received].flatMap(({ callSid }) =>
    callSid === null ? [] : [{ callSid, status: "completed" as const }],
  );
}
