import "server-only";
import { and, count, eq } from "drizzle-orm";
import type { Me, MePatch } from "@/lib/contracts";
import { calls, database, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { missedBy } from "../calls/read-call";
import { settleOverdue } from "../calls/settle";
import { changeLimit, hit } from "../limits";

/** One's own settings, and how many missed calls there are since one last looked. */
export async function readMe(id: string): Promise<Me> {
  await settleOverdue();
  const db = await database();
  const [[settings], [missed]] = await Promise.all([
    db
      .select({
        username: users.username,
        displayName: users.displayName,
        doNotDisturb: users.doNotDisturb,
        callPolicy: users.callPolicy,
        anonymousByDefault: users.anonymousByDefault,
      })
      .from(users)
      .where(eq(users.id, id)),
    db
      .select({ number: count() })
      .from(calls)
      .where(and(missedBy(id), eq(calls.seen, false))),
  ]);
  if (!settings) throw new AppError("unauthenticated");
  return { ...settings, missed: missed?.number ?? 0 };
}

/** Changes one's own settings. Throws `rate_limited`. */
export async function changeMe(id: string, patch: MePatch): Promise<Me> {
  await hit(changeLimit, id);
  const db = await database();
  if (Object.keys(patch).length > 0) await db.update(users).set(patch).where(eq(users.id, id));
  return readMe(id);
}
