import "server-only";
import { and, desc, eq, isNull, type SQL } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/changes";
import type { Block, blockRequestSchema } from "@/lib/contracts";
import { blocks, type Database, database, transaction, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { findCallerOf } from "../calls/read-call";
import { tellingRingRule } from "./tell-ring-rule";

type BlockRequest = z.infer<typeof blockRequestSchema>;

/** The people that `me` has blocked, latest first. The caller of an anonymous call is listed without a name. */
export async function listBlocks(me: string): Promise<Block[]> {
  const db = await database();
  const rows = await selectBlocks(db, me);
  return rows.map(toBlock);
}

/**
 * Blocks a person by name, or the caller of a call to `me`. Blocking again returns the same block.
 *
 * A new block by name also switches anonymous calls off for `me`: the blocked person could call so. It is off for every
 * caller, because a block that stopped one person's anonymous calls would show who had made them.
 *
 * Throws `not_found` for an unknown name or a call that `me` did not receive, `bad_request` for `me` themselves, or
 * `rate_limited`.
 */
export async function block(me: string, request: BlockRequest): Promise<Block> {
  const target = "username" in request ? await byName(request.username) : await byCall(me, request.ref);
  if (!target) throw new AppError("not_found");
  if (target.blockedId === me && target.ref === null) throw new AppError("bad_request");
  const db = await database();
  await tellingRingRule(me, target.blockedId, () =>
    transaction(async (db) => {
      const added = await db
        .insert(blocks)
        .values({ blockerId: me, ...target })
        .onConflictDoNothing()
        .returning({ id: blocks.id });
      if (added.length > 0 && target.ref === null) await refuseAnonymous(me, db);
    }),
  );
  publish({ kind: "own", person: me, what: ["blocks", "people", "me"] });
  const sameRef = target.ref === null ? isNull(blocks.ref) : eq(blocks.ref, target.ref);
  const [row] = await selectBlocks(db, me, and(eq(blocks.blockedId, target.blockedId), sameRef));
  // Unblocked at the same moment.
  if (!row) throw new AppError("not_found");
  return toBlock(row);
}

/** Removes a block of `me`. Throws `not_found`. */
export async function unblock(me: string, id: string): Promise<void> {
  const blockId = z.uuid().safeParse(id);
  if (!blockId.success) throw new AppError("not_found");
  const db = await database();
  const own = and(eq(blocks.id, blockId.data), eq(blocks.blockerId, me));
  const [row] = await db.select({ blockedId: blocks.blockedId }).from(blocks).where(own);
  if (!row) throw new AppError("not_found");
  const removed = await tellingRingRule(me, row.blockedId, () =>
    db.delete(blocks).where(own).returning({ id: blocks.id }),
  );
  if (removed.length === 0) throw new AppError("not_found");
  publish({ kind: "own", person: me, what: ["blocks", "people"] });
}

async function refuseAnonymous(me: string, db: Database): Promise<void> {
  await db.update(users).set({ acceptsAnonymous: false }).where(eq(users.id, me));
}

async function byName(username: string) {
  const db = await database();
  const [user] = await db.select({ blockedId: users.id }).from(users).where(eq(users.username, username));
  return user && { ...user, ref: null };
}

async function byCall(me: string, ref: string) {
  const call = await findCallerOf(me, ref);
  // A deleted anonymous caller is blocked as if they were there (see `deletePerson`).
  if (call?.anonymous) return { blockedId: call.callerId ?? me, ref };
  return call?.callerId ? { blockedId: call.callerId, ref: null } : undefined;
}

function selectBlocks(db: Database, me: string, where?: SQL) {
  return db
    .select({
      id: blocks.id,
      ref: blocks.ref,
      createdAt: blocks.createdAt,
      username: users.username,
      displayName: users.displayName,
    })
    .from(blocks)
    .innerJoin(users, eq(users.id, blocks.blockedId))
    .where(and(eq(blocks.blockerId, me), where))
    .orderBy(desc(blocks.createdAt));
}

function toBlock(row: Awaited<ReturnType<typeof selectBlocks>>[number]): Block {
  const anonymous = row.ref !== null;
  return {
    id: row.id,
    username: anonymous ? null : row.username,
    displayName: anonymous ? null : row.displayName,
    createdAt: row.createdAt.toISOString(),
  };
}
