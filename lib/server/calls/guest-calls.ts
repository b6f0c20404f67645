import "server-only";
import { and, count, eq, gt, inArray, isNotNull, isNull, max, or, type SQL, sql } from "drizzle-orm";
import type { CallRecord } from "@/lib/contracts";
import { type Database, database, type guestLinks } from "@/lib/db";
import { calls, wasLetThrough } from "@/lib/db/schema";
import { ago } from "@/lib/db/time";
import type { LegToEnd } from "./legs-to-end";
import { recordWithin, settledRecord } from "./read-call";
import { tellOfCallerGone } from "./tell";
import { longestCallSeconds } from "./times";

/*
 * Calls of guests, who have no account: a link stands where the caller otherwise does. Whoever has the secret of the link
 * and the call's ref, which only the page that made the call knows, is the one who made it.
 */

/** SQL: the call that was made by that link. */
function madeBy(linkId: string, ref: string): SQL | undefined {
  return and(eq(calls.ref, ref), eq(calls.guestLinkId, linkId));
}

/** A call as the guest who made it may see it. Throws `not_found`. */
export async function readGuestCall(linkId: string, ref: string): Promise<CallRecord> {
  return settledRecord(madeBy(linkId, ref), "guest");
}

/** As {@link readGuestCall}, but waits up to 3 s for the outcome (`waitForOutcome`). Throws `not_found`. */
export async function waitForGuestOutcome(
  linkId: string,
  ref: string,
  signal: AbortSignal,
): Promise<CallRecord> {
  return recordWithin(madeBy(linkId, ref), "guest", signal);
}

/** Notes that the guest's side of the call is over, as their page reports (`noteSideEnded`). */
export async function noteGuestEnded(linkId: string, ref: string): Promise<void> {
  const db = await database();
  const noted = await db
    .update(calls)
    .set({ callerEndedAt: sql`now()` })
    .where(and(madeBy(linkId, ref), or(isNull(calls.outcome), eq(calls.evidence, "guess"))))
    .returning();
  for (const call of noted) tellOfCallerGone(call);
}

/** SQL: the link is for one call, and a call by it was answered. */
export function hasBeenUsed(db: Database, link: typeof guestLinks): SQL<boolean> {
  const answered = db
    .select({ one: sql`1` })
    .from(calls)
    .where(
      and(eq(calls.guestLinkId, link.id), or(isNotNull(calls.answeredAt), eq(calls.outcome, "completed"))),
    );
  return sql<boolean>`(${link.once} and exists ${answered})`;
}

/** SQL: a call by the link is answered, and not over. */
export function hasCallUp(db: Database, link: typeof guestLinks): SQL<boolean> {
  const up = db
    .select({ one: sql`1` })
    .from(calls)
    .where(and(eq(calls.guestLinkId, link.id), isNotNull(calls.answeredAt), isNull(calls.outcome)));
  return sql<boolean>`exists ${up}`;
}

/** The calls that were made by a link. */
export interface LinkCalls {
  readonly calls: number;
  readonly lastAt: Date | null;
}

/** Those of a link by which nobody has called. */
export const noCalls: LinkCalls = { calls: 0, lastAt: null };

/** The calls by each of these links that we did not refuse; a link without any is missing. */
export async function callsOfLinks(linkIds: readonly string[]): Promise<ReadonlyMap<string, LinkCalls>> {
  if (linkIds.length === 0) return new Map();
  const db = await database();
  const rows = await db
    .select({ link: calls.guestLinkId, calls: count(), lastAt: max(calls.startedAt) })
    .from(calls)
    .where(and(inArray(calls.guestLinkId, [...linkIds]), wasLetThrough(calls)))
    .groupBy(calls.guestLinkId);
  return new Map(rows.flatMap(({ link, ...made }) => (link === null ? [] : [[link, made]])));
}

/** The callers' legs of the calls under way that were made by a link. */
export async function legsOfLink(linkId: string): Promise<LegToEnd[]> {
  const db = await database();
  const rows = await db
    .select({ callSid: calls.callSid })
    .from(calls)
    .where(
      and(
        eq(calls.guestLinkId, linkId),
        isNull(calls.releasedAt),
        gt(calls.startedAt, ago(longestCallSeconds())),
      ),
    );
  return rows.map(({ callSid }) => ({ callSid, status: "completed" }));
}
