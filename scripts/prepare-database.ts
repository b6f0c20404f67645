import type { DatabaseHandle } from "@/lib/db/handle";
import { env } from "@/lib/env";
import { prepareDemoPeople } from "@/lib/server/auth/seed";
import { forgetGone } from "@/lib/server/people/came";
import { fillKeys } from "@/lib/server/people/keys";

/**
 * Brings the database of this process up to date. In local mode it creates the demo people; in twilio mode, where their
 * published password would let anybody in, it retires them. It can run again, and on PostgreSQL in several processes at
 * once.
 */
export async function prepareDatabase(handle: DatabaseHandle): Promise<void> {
  await handle.migrate();
  await fillKeys();
  await forgetGone();
  await prepareDemoPeople(env().mode);
}
