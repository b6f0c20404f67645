import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { type Database, database, guestLinks, guestVisits, oncePerDatabase, users } from "@/lib/db";
import { columnsOf, existingCall } from "../calls/create-call";
import { works } from "../guests/find-link";
import { callingRow } from "../operator/switches";
import { devicesToRing } from "../presence/presence";
import { canBeWoken } from "../push/subscriptions";
import { callCounterOf, calleeColumns, countedCall } from "./read-parts";
import { readGuestAddress } from "./voice-identity";
import type { VoiceRequest } from "./webhook-params";

/** All that has to be known to answer the request of a guest's call, as it was at one moment. */
export type ReadGuest = NonNullable<Awaited<ReturnType<typeof readGuestRequest>>>;

/**
 * The same as `readRequest` for a call of a guest: the caller is the visit in `From`, and the callee is the owner of its
 * link, whatever the page sends as `To`. Undefined: nobody calls.
 *
 * Whether a token is still valid tells little, since it may outlive the link. So `caller.linkWorks` is asked here.
 */
export async function readGuestRequest(request: VoiceRequest) {
  const voiceId = readGuestAddress(request.From);
  if (!voiceId) return undefined;
  const [row] = await reading(await database()).execute({
    voiceId,
    callSid: request.CallSid,
    ref: request.ref || null,
    isCounted: request.ref !== "" && request.ref !== null,
    counter: callCounterOf(voiceId),
  });
  return row;
}

const given = {
  voiceId: sql.placeholder("voiceId"),
  callSid: sql.placeholder("callSid"),
  ref: sql.placeholder("ref"),
  isCounted: sql.placeholder("isCounted"),
  counter: sql.placeholder("counter"),
};

const reading = oncePerDatabase((db) => {
  const caller = callerOf(db);
  const existing = existingCall(db, given.callSid, given.ref);
  const counted = countedCall(db, caller, existing, given);
  return db
    .with(caller, existing, counted)
    .select({
      caller: { linkId: caller.linkId, once: caller.once, name: caller.name, linkWorks: caller.linkWorks },
      existing: columnsOf(existing),
      calling: callingRow(db),
      isWithinLimit: sql<boolean>`exists (select 1 from ${counted})`,
      callee: calleeColumns,
      devices: devicesToRing(db, users.id),
      canBeWoken: canBeWoken(db, users.id),
    })
    .from(caller)
    .leftJoin(existing, sql`true`)
    .leftJoin(users, eq(users.id, caller.ownerId))
    .prepare("");
});

function callerOf(db: Database) {
  return db.$with("caller").as(
    db
      .select({
        linkId: sql<string>`${guestLinks.id}`.as("link_id"),
        ownerId: guestLinks.ownerId,
        once: guestLinks.once,
        name: guestVisits.name,
        linkWorks: works(db).as("link_works"),
      })
      .from(guestVisits)
      .innerJoin(guestLinks, eq(guestLinks.id, guestVisits.linkId))
      .where(and(eq(guestVisits.voiceId, given.voiceId), gt(guestVisits.expiresAt, sql`now()`))),
  );
}
