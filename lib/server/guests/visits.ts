import "server-only";
import { sql } from "drizzle-orm";
import { database, guestVisits } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { hashOf } from "./secret";

/** How long (s) a visit counts after its last token. A page that sleeps for longer begins another one. */
const visitSeconds = 24 * 60 * 60;

/** The guest of a page, as the voice network knows them. */
export interface Visit {
  readonly voiceId: string;
}

/**
 * The visit of the page with that key, which begins if there is none: the guest calls themselves `name` from now on. Throws
 * `forbidden` for a key that was used with another link.
 */
export async function enter(linkId: string, { key, name }: { key: string; name: string }): Promise<Visit> {
  const db = await database();
  const expiresAt = fromNow(visitSeconds);
  const [visit] = await db
    .insert(guestVisits)
    .values({ keyHash: hashOf(key), linkId, name, expiresAt })
    .onConflictDoUpdate({
      target: guestVisits.keyHash,
      set: { name, expiresAt },
      setWhere: sql`${guestVisits.linkId} = ${linkId}`,
    })
    .returning({ voiceId: guestVisits.voiceId });
  if (!visit) throw new AppError("forbidden");
  return visit;
}
