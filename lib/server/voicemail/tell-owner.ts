import "server-only";
import { and, eq, exists, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import { type Database, database, presence, users, voicemails } from "@/lib/db";
import { topicOf, voicemailMessage } from "../push/call-messages";
import { pushTo } from "../push/send";

/** How long (s) a push service keeps the news for a device that is off. */
const ttlSeconds = 24 * 60 * 60;

/**
 * Tells the owner's closed devices of a new message. Does nothing if a page of theirs is open, which shows it by itself, or if
 * the message is deleted by now. To be called after the answer to the voice network, once for each message.
 */
export async function tellOwner(messageId: string): Promise<void> {
  const db = await database();
  const [message] = await db
    .select({
      ref: voicemails.ref,
      ownerId: voicemails.ownerId,
      caller: { username: users.username, displayName: users.displayName },
      hasPage: sql<boolean>`${hasPage(db)}`,
    })
    .from(voicemails)
    // An anonymous message has no caller in its row.
    .leftJoin(users, eq(users.id, voicemails.callerId))
    .where(eq(voicemails.id, messageId));
  if (!message || message.hasPage) return;
  const { ref, ownerId, caller } = message;
  await pushTo(ownerId, (locale) => voicemailMessage({ ref, caller }, locale), {
    ttlSeconds,
    urgency: "normal",
    topic: topicOf(ref),
  });
}

/** SQL: the owner has a live tab with a stream of changes. */
function hasPage(db: Database): SQL {
  const tab = and(
    eq(presence.userId, voicemails.ownerId),
    gt(presence.expiresAt, sql`now()`),
    isNotNull(presence.stream),
  );
  return exists(db.select({ one: sql`1` }).from(presence).where(tab));
}
