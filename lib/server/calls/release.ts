import "server-only";
import { sql } from "drizzle-orm";
import { calls } from "@/lib/db/schema";

/**
 * The change that frees the place of a call among the calls at once: the voice network has reported its end. A hint of a
 * tab and a guess never do so, since they may be wrong while the call goes on and costs something.
 */
export const released = { releasedAt: sql`coalesce(${calls.releasedAt}, now())` };
