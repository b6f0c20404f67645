import "server-only";
import { lt, lte, sql } from "drizzle-orm";
import { database, guestLinks, guestVisits } from "@/lib/db";
import { ago } from "@/lib/db/time";

/** How long (s) a link stays that works no more, so that a guest reads why, and its owner sees it in the list. */
const keptSeconds = 30 * 24 * 60 * 60;

/** Removes visits that are over, and links that have not worked for a long time. */
export async function sweepGuests(): Promise<void> {
  const db = await database();
  await db.delete(guestVisits).where(lte(guestVisits.expiresAt, sql`now()`));
  const endedAt = sql`least(${guestLinks.expiresAt}, ${guestLinks.withdrawnAt})`;
  await db.delete(guestLinks).where(lt(endedAt, ago(keptSeconds)));
}
