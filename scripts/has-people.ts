import { openDatabase } from "@/lib/db/client";
import type { DatabaseHandle } from "@/lib/db/handle";
import { users } from "@/lib/db/schema";

/** Whether a database has people already, and so an installation that works. False if it does not answer. */
export async function hasPeople(url: string): Promise<boolean> {
  let handle: DatabaseHandle | undefined;
  try {
    handle = await openDatabase({ url });
    return (await handle.db.select({ id: users.id }).from(users).limit(1)).length > 0;
  } catch {
    // The address is wrong, nobody answers there, or there are no tables.
    return false;
  } finally {
    await handle?.close();
  }
}
