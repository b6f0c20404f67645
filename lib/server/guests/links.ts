import "server-only";
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { type GuestLink, type GuestLinkRequest, mostGuestLinks, type NewGuestLink } from "@/lib/contracts";
import { database, guestLinks } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { callsOfLinks, hasBeenUsed, type LinkCalls, noCalls } from "../calls/guest-calls";
import { oneByOne } from "../people/own-lists";
import { hashOf, newSecret } from "./secret";

const day = 24 * 60 * 60;

/** Makes a link by which somebody without an account can call `me`. Throws `too_many_links`. */
export async function createLink(me: string, { label, once, days }: GuestLinkRequest): Promise<NewGuestLink> {
  const secret = newSecret();
  let row: Row | undefined;
  await oneByOne(me, async (db) => {
    const working = and(
      eq(guestLinks.ownerId, me),
      isNull(guestLinks.withdrawnAt),
      gt(guestLinks.expiresAt, sql`now()`),
      sql`not ${hasBeenUsed(db, guestLinks)}`,
    );
    if ((await db.$count(guestLinks, working)) >= mostGuestLinks) throw new AppError("too_many_links");
    const [made] = await db
      .insert(guestLinks)
      .values({ ownerId: me, secretHash: hashOf(secret), label, once, expiresAt: fromNow(days * day) })
      .returning();
    row = made && { ...made, state: "open" };
  });
  if (!row) throw new Error("an insert returns its row");
  return { link: shown(row, noCalls), url: `${env().APP_URL}/guest/${secret}` };
}

/** The links of `me`, the newest first, without those that were withdrawn. */
export async function listLinks(me: string): Promise<GuestLink[]> {
  const db = await database();
  const rows = await db
    .select({
      id: guestLinks.id,
      label: guestLinks.label,
      once: guestLinks.once,
      createdAt: guestLinks.createdAt,
      expiresAt: guestLinks.expiresAt,
      state: sql<GuestLink["state"]>`case when ${hasBeenUsed(db, guestLinks)} then 'used'
        when ${guestLinks.expiresAt} <= now() then 'expired' else 'open' end`,
    })
    .from(guestLinks)
    .where(and(eq(guestLinks.ownerId, me), isNull(guestLinks.withdrawnAt)))
    .orderBy(desc(guestLinks.createdAt), desc(guestLinks.id));
  const made = await callsOfLinks(rows.map(({ id }) => id));
  return rows.map((row) => shown(row, made.get(row.id) ?? noCalls));
}

/**
 * Withdraws a link of `me`: nobody can call by it any more. What is under way by it is the caller's to end
 * (`endCallsOfLink`). Throws `not_found`.
 */
export async function withdrawLink(me: string, id: string): Promise<void> {
  const db = await database();
  const withdrawn = await db
    .update(guestLinks)
    .set({ withdrawnAt: sql`now()` })
    .where(and(eq(guestLinks.id, id), eq(guestLinks.ownerId, me), isNull(guestLinks.withdrawnAt)))
    .returning({ id: guestLinks.id });
  if (withdrawn.length === 0) throw new AppError("not_found");
}

type Row = Pick<typeof guestLinks.$inferSelect, "id" | "label" | "once" | "createdAt" | "expiresAt"> & {
  readonly state: GuestLink["state"];
};

function shown(
  { id, label, once, state, createdAt, expiresAt }: Row,
  { calls, lastAt }: LinkCalls,
): GuestLink {
  return {
    id,
    label,
    once,
    state,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    calls,
    lastCallAt: lastAt?.toISOString() ?? null,
  };
}
