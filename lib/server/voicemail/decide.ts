import "server-only";
import { and, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import type { Outcome } from "@/lib/contracts";
import {
  type Database,
  database,
  transaction,
  users,
  voicemailGreetings,
  voicemailSettings,
  voicemails,
} from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { env } from "@/lib/env";
import { openMessage, type UnansweredCall } from "../calls/message";
import { letsLeaveMessage } from "../people/rules";
import { overdueSeconds } from "./times";

/** What the caller of an unanswered call hears: the greeting and then a tone, or that the callee has no room. */
export type MessageDecision =
  /** `greetingId`: of the callee's own greeting; null: the standard one. */
  { readonly kind: "record"; readonly greetingId: string | null } | { readonly kind: "full" };

type Switches = Pick<typeof voicemailSettings.$inferSelect, "noAnswer" | "away" | "declined" | "busy">;

/** Which switch of the callee takes calls with that outcome. Calls with another one are never taken. */
const switchFor: Partial<Record<Outcome, keyof Switches>> = {
  no_answer: "noAnswer",
  offline: "away",
  declined: "declined",
  busy: "busy",
};

/**
 * Decides whether voicemail takes a call that nobody has answered, and if it does, notes that it hears the caller and tells
 * the caller's tabs. Null: it does not. The same call gets the same answer again until its message is there.
 *
 * It asks the database in the same way whatever the callee has set and whoever is blocked, since the caller must not tell a
 * block from a callee without voicemail by the time of the answer.
 */
export async function decideMessage(call: UnansweredCall): Promise<MessageDecision | null> {
  const { callerId, calleeId, callSid, outcome } = call;
  if (callerId === null || calleeId === null || outcome === null) return null;
  const db = await database();
  const found = await findVoicemail(db, { ...call, callerId, calleeId });
  const wanted = switchFor[outcome];
  if (!found || !wanted || !found.switches[wanted]) return null;
  const { greetingId, begun, messages } = found;
  if (begun) return begun.isRecorded ? null : { kind: "record", greetingId };
  const isFull = messages >= env().VOICEMAIL_MAX_MESSAGES;
  if (!isFull && !(await begin({ ...call, callerId, calleeId }))) {
    // The same webhook may have come twice at once, and the other one was quicker.
    return (await hasBegun(db, callSid)) ? { kind: "record", greetingId } : null;
  }
  publish(
    { kind: "stage", person: callerId, ref: call.ref, stage: "message" },
    { kind: "own", person: callerId, what: ["calls"] },
  );
  return isFull ? { kind: "full" } : { kind: "record", greetingId };
}

type Call = UnansweredCall & { readonly callerId: string; readonly calleeId: string };

/** The callee's voicemail, if it is on and lets this caller leave a message, and what it has of this call already. */
async function findVoicemail(db: Database, { callerId, calleeId, callSid, anonymous }: Call) {
  const isOfCall = sql<boolean>`${voicemails.callSid} = ${callSid}`;
  const messages = db.select({ number: count() }).from(voicemails).where(eq(voicemails.ownerId, calleeId));
  const [found] = await db
    .select({
      switches: {
        noAnswer: voicemailSettings.noAnswer,
        away: voicemailSettings.away,
        declined: voicemailSettings.declined,
        busy: voicemailSettings.busy,
      },
      greetingId: voicemailGreetings.id,
      begun: { isRecorded: sql<boolean>`${isNotNull(voicemails.recordedAt)}`, id: voicemails.id },
      messages: sql`(${messages})`.mapWith(Number),
    })
    .from(voicemailSettings)
    .innerJoin(users, eq(users.id, voicemailSettings.userId))
    .leftJoin(voicemailGreetings, eq(voicemailGreetings.userId, users.id))
    .leftJoin(voicemails, and(eq(voicemails.ownerId, users.id), isOfCall))
    .where(
      and(eq(users.id, calleeId), voicemailSettings.isOn, letsLeaveMessage(db, callerId, { anonymous })),
    );
  return found;
}

/** Notes that voicemail hears the caller. False if it may not (see `openMessage`), or does so already. */
async function begin({ ref, callSid, callerId, calleeId, anonymous }: Call): Promise<boolean> {
  return transaction(async (db) => {
    if (!(await openMessage(db, callSid, callerId))) return false;
    await db.insert(voicemails).values({
      ownerId: calleeId,
      ref,
      callSid,
      callerId: anonymous ? null : callerId,
      anonymous,
      nextTryAt: fromNow(overdueSeconds()),
    });
    return true;
  });
}

async function hasBegun(db: Database, callSid: string): Promise<boolean> {
  const begun = await db
    .select({ id: voicemails.id })
    .from(voicemails)
    .where(and(eq(voicemails.callSid, callSid), isNull(voicemails.recordedAt)));
  return begun.length > 0;
}
