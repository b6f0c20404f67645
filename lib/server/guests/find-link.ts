import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { type Database, database, guestLinks, guestVisits, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { hasBeenUsed, hasCallUp } from "../calls/guest-calls";
import { hit, type Limit } from "../limits";
import { hashOf, readSecret } from "./secret";

/** A link that works, and whom it calls. */
export interface OpenLink {
  readonly id: string;
  readonly ownerName: string;
}

/**
 * The link with that secret, if it works. `key`: of the visit that asks. If it is an earlier one, and a call by the link is
 * answered and not over, the link's end does not count: the page of a call that is up needs new tokens. Throws `guest_link_unknown` (also if the account of its owner is suspended, which
 * is nobody else's business), `guest_link_withdrawn`, `guest_link_expired` or `guest_link_used`.
 */
export async function openLink(secret: string, key?: string): Promise<OpenLink> {
  const db = await database();
  const [link] = await db
    .select({
      id: guestLinks.id,
      ownerName: users.displayName,
      isWithdrawn: sql<boolean>`${guestLinks.withdrawnAt} is not null`,
      isExpired: sql<boolean>`${guestLinks.expiresAt} <= now()`,
      isUsed: hasBeenUsed(db, guestLinks),
      isTalking: sql<boolean>`(${isVisited(db, key)} and ${hasCallUp(db, guestLinks)})`,
    })
    .from(guestLinks)
    .innerJoin(users, eq(users.id, guestLinks.ownerId))
    .where(and(eq(guestLinks.secretHash, hashOf(secret)), isNull(users.suspendedAt)));
  if (!link) throw new AppError("guest_link_unknown");
  if (link.isWithdrawn) throw new AppError("guest_link_withdrawn");
  if (link.isUsed && !link.isTalking) throw new AppError("guest_link_used");
  if (link.isExpired && !link.isTalking) throw new AppError("guest_link_expired");
  return { id: link.id, ownerName: link.ownerName };
}

/** SQL: the visit with that key is one to the link. */
function isVisited(db: Database, key: string | undefined): SQL {
  if (key === undefined) return sql`false`;
  const visit = db
    .select({ one: sql`1` })
    .from(guestVisits)
    .where(and(eq(guestVisits.keyHash, hashOf(key)), eq(guestVisits.linkId, guestLinks.id)));
  return sql`exists ${visit}`;
}

/** How often guests may ask for their calls from one address, with whatever secrets. */
const askLimit: Limit = { name: "guest_calls", hits: 300, seconds: 60 };

/**
 * The id of the link of a path, whether it works or not: a guest may ask how the last call went. `address`: the
 * client's, for which the request is counted. Throws
 * `guest_link_unknown` or `rate_limited`.
 */
export async function linkOfPath(secret: string, address: string): Promise<string> {
  await hit(askLimit, address);
  const hash = hashOf(readSecret(secret));
  const db = await database();
  const [link] = await db
    .select({ id: guestLinks.id })
    .from(guestLinks)
    .where(eq(guestLinks.secretHash, hash));
  if (!link) throw new AppError("guest_link_unknown");
  return link.id;
}

/** SQL: a row of `guest_links` still works. */
export function works(db: Database): SQL<boolean> {
  return sql<boolean>`(${guestLinks.withdrawnAt} is null and ${guestLinks.expiresAt} > now()
    and not ${hasBeenUsed(db, guestLinks)})`;
}
