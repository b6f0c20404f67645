import { eq } from "drizzle-orm";
import { type Database, users } from "@/lib/db";

/** That person's opaque id. */
export async function findPersonId(db: Database, username: string): Promise<string> {
  const [row] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  if (!row) throw new Error(`nobody is ${username}`);
  return row.id;
}
