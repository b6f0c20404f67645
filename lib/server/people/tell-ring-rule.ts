import "server-only";
import { eq, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { database, users } from "@/lib/db";
import { letsRing } from "./rules";

/**
 * Does `work`, which may change whether `person` lets `other` ring, and tells of it if it did. The other is told nothing if
 * it did not: not even that something was done.
 */
export async function tellingRingRule<T>(person: string, other: string, work: () => Promise<T>): Promise<T> {
  const before = await mayRing(person, other);
  const result = await work();
  const after = await mayRing(person, other);
  if (before !== after) {
    publish({ kind: "person", person, ...(after ? { opened: [other] } : { closed: [other] }) });
  }
  return result;
}

async function mayRing(person: string, other: string): Promise<boolean> {
  const db = await database();
  const [row] = await db
    .select({ may: sql<boolean>`${letsRing(db, other)}` })
    .from(users)
    .where(eq(users.id, person));
  return row?.may ?? false;
}
