import "server-only";
import { usernameLook } from "@/lib/contracts";
import type { Database } from "@/lib/db";
import { countHit, isAtLimit, type Limit } from "../limits";

/**
 * How long nobody gets the username of a deleted person, or one that looks the same: others still know it as theirs, and may
 * call it. A counter that is full keeps it, of which only a hash is stored.
 */
const heldName: Limit = { name: "deleted_name", hits: 1, seconds: 30 * 24 * 60 * 60 };

/** Keeps the username of a person who is being deleted from others, as part of the transaction `db`. */
export async function holdName(username: string, db: Database): Promise<void> {
  await countHit(db, heldName, usernameLook(username));
}

/**
 * Whether the username belonged to a person who was deleted a short time ago. `db`: the transaction to ask in. The embedded
 * database has one connection, so in a transaction nothing may be asked besides it.
 */
export function isNameHeld(username: string, db?: Database): Promise<boolean> {
  return isAtLimit(heldName, usernameLook(username), db);
}
