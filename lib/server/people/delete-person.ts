import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { blocks, type Database, users } from "@/lib/db";
import { holdName } from "./held-names";

/**
 * Deletes a person, as part of the transaction `db`. What is theirs goes with them, by the foreign keys. Nobody gets their
 * username for a while.
 */
export async function deletePerson(
  { id, username }: { readonly id: string; readonly username: string },
  db: Database,
): Promise<void> {
  await keepAnonymousBlocks(id, db);
  await holdName(username, db);
  await db.delete(users).where(eq(users.id, id));
}

/**
 * Blocks of anonymous callers stay, and from now on are of nobody: their blockers have themselves in them, whom nobody can
 * call. If such a block went at the moment at which somebody is deleted, it would show who had called.
 */
async function keepAnonymousBlocks(id: string, db: Database): Promise<void> {
  await db
    .update(blocks)
    .set({ blockedId: sql`${blocks.blockerId}` })
    .where(and(eq(blocks.blockedId, id), isNotNull(blocks.ref)));
}
